// Running auweave, and other programs, as a user does.
#pragma once

#include <string>
#include <vector>

namespace auweave::support {

struct Ran {
  int status = -1;  // exit status; 128 + signal
  std::string out;
  std::string err;
};

// Runs a program to its end. `input` is its standard input; argv[0] is looked up in PATH.
Ran run(const std::vector<std::string>& argv, const std::string& input = "",
        const std::vector<std::string>& environment = {});

// The auweave that was built with the tests.
std::string auweave();

// True when a program of that name is in PATH.
bool has_program(const std::string& name);

}  // namespace auweave::support
