// The commands that documents tell, each with all of its parts.
#pragma once

#include <string>
#include <vector>

namespace auweave::sessions {

struct ToldCommand {
  std::string id, text, parent, started, output;
  bool typed = false;                 // source terminal
  std::vector<std::string> programs;  // program_key of each
};

// Which execve it is: a process, and what it became.
std::string program_key(long long pid, const std::vector<std::string>& argv);

// In the order of their beginning.
std::vector<ToldCommand> told_commands(const std::vector<std::string>& documents);

}  // namespace auweave::sessions
