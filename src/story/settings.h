// Settings: values that say which sessions the story tells, and how.
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

// Filter: chooses sessions and moments. A session must fit all members of the filter that are set.
struct Filter {
  std::string session;  // the session's id, or its audit session id
  std::string actor;
  std::optional<base::IpRange> source;
  std::string command;  // part of a typed line, or of an executed command
  std::optional<base::WallTime> since, until;

  [[nodiscard]] bool none() const {
    return session.empty() && actor.empty() && !source.has_value() && command.empty();
  }
  [[nodiscard]] bool in_time(base::WallTime time) const {
    return (!since.has_value() || time >= *since) && (!until.has_value() || time < *until);
  }
};

// View: how the story is written.
struct View {
  std::size_t columns = 100;
  bool colour = false;
  bool full = false;                   // only equal steps are merged, all output is shown
  bool overview = false;               // one row for each session
  std::size_t rows = 12;               // rows of output for each command, at most
  bool recordings = true;              // the input has recordings
  std::set<std::string> syslog_files;  // files that hold recordings in lines of syslog
  // Arguments with which journalctl reads a journal, by the file name that the journal's chunks
  // have.
  std::map<std::string, std::string> journals = {};
};

// Settings: a filter and a view, which must outlive the Settings, for what tells a session.
struct Settings {
  const Filter& filter;
  const View& view;
};

}  // namespace auweave::story
