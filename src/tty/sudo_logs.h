// SudoLogs: all I/O logs in a folder (sudoers' iolog_dir), their chunks in the order of time. Those that
// are read at one time are open, no others. One owner, one thread.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "tty/sudo_log.h"

namespace auweave::tty {

// A recording that cannot be read, or not further.
struct Damage {
  std::string source;  // "sudo", "script"
  std::string rec;
  std::uint64_t line = 0;  // of `timing`; 0: before it
  std::string why;         // FILE: what is wrong
};

Damage damage_of(const std::string& folder, const std::string& rec, std::uint64_t line,
                 const base::Error& error);

using Recorded = std::variant<model::TtyChunk, Damage>;

// The folders of logs below `root`, as sudoreplay names them (00/00/01), sorted; links are not followed.
// Error (config): it is no folder, or cannot be read.
base::Result<std::vector<std::string>> find_sudo_logs(const std::string& root);

class SudoLogs {
 public:
  static base::Result<SudoLogs> open(const std::string& root, bool terminal_input);

  // The next chunk, the first of each log being its number 0; nothing: that was all.
  std::optional<Recorded> next();
  // When what next() gives happened: for putting inputs in order. Nothing: it is at its end.
  std::optional<base::WallTime> time();

 private:
  struct Waiting {
    base::WallTime began;
    std::string rec;
  };
  struct Open {
    SudoLog log;
    Recorded head;
    base::WallTime time;
  };
  SudoLogs(std::string root, bool terminal_input)
      : root_(std::move(root)), terminal_input_(terminal_input) {}
  void add(const std::string& rec);
  void begin_due();
  static bool read_on(Open& open);
  std::list<Open>::iterator earliest();

  std::string root_;
  bool terminal_input_;
  std::vector<Waiting> waiting_;  // latest first
  std::vector<Damage> unreadable_;
  std::list<Open> open_;
};

}  // namespace auweave::tty
