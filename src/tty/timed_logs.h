// TimedLogs: several recordings with timing, their chunks in the order of time. Those that are read at one
// time are open, no others. One owner, one thread.
#pragma once

#include <functional>
#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// A recording that cannot be read, or not further.
struct Damage {
  std::string source;      // as TtyChunk::source
  std::string rec;         // empty: its input is of this recording alone
  std::uint64_t line = 0;  // of the timing; 0: before it
  std::string why;         // FILE: what is wrong

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, rec, line, why);
  }
};

// Where the folder of a recording lies is no matter of the recording's.
Damage damage_of(std::string source, const std::string& folder, std::string rec, std::uint64_t line,
                 const base::Error& error);

using Recorded = std::variant<model::TtyChunk, Damage>;

// The folders of sudo's logs below `root`, as sudoreplay names them (00/00/01), sorted; links are not
// followed. Error (config): it is no folder, or cannot be read.
base::Result<std::vector<std::string>> find_sudo_logs(const std::string& root);

class TimedLogs {
 public:
  using Opening = std::function<base::Result<TimedLog>()>;

  // All of sudo's in a folder (sudoers' iolog_dir). Error (config), as above.
  static base::Result<TimedLogs> of_sudo(const std::string& root, bool terminal_input);
  // One recording whose timing is this file. Error (config): `opening` says that it cannot be read, or is none.
  static base::Result<TimedLogs> of_one(const std::string& source, const std::string& timing,
                                        Opening opening);

  // The next chunk, the first of each log being its number 0; nothing: that was all.
  std::optional<Recorded> next();
  // When what next() gives happened: for putting inputs in order. Nothing: it is at its end.
  std::optional<base::WallTime> time();

 private:
  struct Waiting {
    std::string source, folder, rec;
    Opening opening;
    base::WallTime began;
  };
  struct Open {
    Waiting of;
    TimedLog log;
    Recorded head;
    base::WallTime time;
  };
  void add(Waiting log);
  void begin_due();
  static bool read_on(Open& open);
  std::list<Open>::iterator earliest();

  std::vector<Waiting> waiting_;  // latest first
  std::vector<Damage> unreadable_;
  std::list<Open> open_;
};

}  // namespace auweave::tty
