// What is told, and how. Values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ip_range.h"
#include "base/wall_time.h"

namespace auweave::story {

// Which sessions and moments; all that are given must hold.
struct Filter {
  std::string session;  // its id, or the audit session's number
  std::string actor;
  std::optional<base::IpRange> source;
  std::string command;  // part of a line that was typed, or of a command that was executed
  std::optional<base::WallTime> since, until;

  [[nodiscard]] bool none() const {
    return session.empty() && actor.empty() && !source.has_value() && command.empty();
  }
  [[nodiscard]] bool in_time(base::WallTime time) const {
    return (!since.has_value() || time >= *since) && (!until.has_value() || time < *until);
  }
};

struct View {
  std::size_t columns = 100;
  bool colour = false;
  bool full = false;                   // nothing is folded, all that the terminal showed
  bool overview = false;               // one line a session
  std::size_t rows = 12;               // of output a command, at most
  bool recordings = true;              // some were given
  std::set<std::string> syslog_files;  // recordings in lines of syslog
  // Journals, by the name that chunks have as their file, and what journalctl needs to read them.
  std::map<std::string, std::string> journals = {};
};

}  // namespace auweave::story
