// Table: the programs that the processes of each host run, as far as their records report. A record
// names its own process and the pid of the parent, and a fork leaves no record. The table joins
// events of one process, and finds the parent's program and command line, as a SIEM needs them. A
// Table is a value for one thread.
//
// A parent is unknown if it has no record yet: it began before the start, no rule looks at it, or
// its record comes later. A parent of another session is never believed, because a pid may have
// gone to another process without a record, and anybody can fork until it has. A parent outside of
// all sessions is believed only for the process that a session began with (of sshd, of cron), and
// as pid 1, for orphans.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bounded_map.h"
#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::process {

// ProcessReport: the facts in an event about its process. The views in a ProcessReport need only be
// valid during Table::note().
struct ProcessReport {
  std::string_view host;
  std::uint64_t restarts = 0;  // restarts of the host so far; pids begin anew at each
  std::optional<model::Pid> pid, ppid;
  std::optional<model::Ses> ses;
  model::EventKey key;
  std::string_view exe;
  std::string_view user;     // the user it acts as; empty: the event does not say
  std::string_view command;  // the arguments, if the event is an execve that succeeded
  bool executed = false;     // the event is an execve that succeeded
  bool ended = false;        // the process ends with the event
  bool entrance = false;     // a session began with this process, so its parent is outside
};

// Program: the program of a process. Each text of a Program is cut at Table::kMostText bytes.
struct Program {
  std::string exe, user;
  std::string command;                    // empty: the execve was not seen
  std::optional<base::WallTime> started;  // time of the execve
  // The event of the execve. A forked process has no `execve`, though it has the program and
  // command of its parent.
  std::optional<model::EventKey> execve;
  std::optional<model::Pid> ppid;
  std::optional<model::Ses> ses;
  base::WallTime last_seen;
  bool ended = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(exe, user, command, started, execve, ppid, ses, last_seen, ended);
  }
};

// Family: the programs of an event's process and of its parent; a null pointer means unknown. The
// pointers in a Family are valid until the next call of Table::note().
struct Family {
  const Program* own = nullptr;
  const Program* parent = nullptr;
};

class Table {
 public:
  Table() = default;

  // Takes an event and returns its family. An event that is older than the latest event of its
  // process does not change the process.
  Family note(ProcessReport report);

  [[nodiscard]] std::size_t size() const { return childless_.size() + parents_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(childless_, parents_);
    if constexpr (Archive::kLoads) bytes_ = bytes_of(childless_) + bytes_of(parents_);
  }

  // The table has at most kMost processes without children and kMost processes with children. The
  // least recently seen process is forgotten first. Processes with children are counted apart, so
  // an idle shell stays while a script beside it starts thousands of processes. The texts of all
  // processes have at most kMostBytes together.
  static constexpr std::size_t kMost = 4096;
  static constexpr std::size_t kMostBytes = 2UL * 1024 * 1024;
  static constexpr std::size_t kMostText = 2048;  // bytes of one text

 private:
  using Programs = base::BoundedMap<std::uint64_t, Program>;

  // Returns the program, or null if unknown, and makes the program the most recently seen. The
  // function use_as_parent() also moves the program to the processes with children.
  Program* use(std::uint64_t key);
  Program* use_as_parent(std::uint64_t key);
  void make_room();
  static std::size_t bytes_of(const Programs& programs);

  // Both maps of programs have one place more than kMost, so that make_room() forgets a program, and
  // takes its bytes from bytes_, before the full map would forget it uncounted.
  Programs childless_{kMost + 1}, parents_{kMost + 1};
  std::size_t bytes_ = 0;
};

}  // namespace auweave::process
