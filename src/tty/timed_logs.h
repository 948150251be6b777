// TimedLogs: gives the chunks of several recordings with timing in the order of time. Only
// recordings that are being read are open. One owner, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// Damage: why a recording cannot be read, or not to its end.
struct Damage {
  std::string source;      // as TtyChunk::source
  std::string rec;         // empty: the input is one recording alone
  std::uint64_t line = 0;  // of the timing; 0: before it
  std::string why;         // FILE: what is wrong

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, rec, line, why);
  }
};

// Returns `damage` with the error's message as its `why`. The path `folder` is cut from the
// message, because the path says nothing about the recording.
Damage damage_of(Damage damage, const std::string& folder, const base::Error& error);

using Recorded = std::variant<model::TtyChunk, Damage>;

// Returns the folders of sudo's logs below `root`, as sudoreplay names them (00/00/01), sorted.
// Links below `root` are not followed. Error (config): `root` is no folder, or cannot be read.
base::Result<std::vector<std::string>> find_sudo_logs(const std::string& root);

class TimedLogs {
 public:
  using Opening = std::function<base::Result<TimedLog>()>;

  // Opens sudo's logs below `root` (sudoers' iolog_dir). Error (config): as of find_sudo_logs().
  static base::Result<TimedLogs> of_sudo(const std::string& root, bool terminal_input);
  // Returns the one recording that the timing file `timing` belongs to, opened by `opening`. Error
  // (config): `opening` fails, because a file cannot be read or is no recording.
  static base::Result<TimedLogs> of_one(const std::string& source, const std::string& timing,
                                        Opening opening);

  // Returns the next chunk or Damage, or nothing at the end of all recordings. The first chunk of
  // each recording has number 0.
  std::optional<Recorded> next();
  // Returns the time of what next() will return, by which inputs are put in order, or no time at
  // the end of all recordings. Only next() opens a recording and changes the time.
  [[nodiscard]] std::optional<base::WallTime> time() const;

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
  };
  // Open recordings by the time of their head, and in the order in which they were opened.
  using Opens = std::map<std::pair<base::WallTime, std::uint64_t>, Open>;
  void add(Waiting log);
  void begin_due();
  static std::optional<base::WallTime> read_on(Open& open, base::WallTime time);

  std::vector<Waiting> waiting_;  // the latest first
  std::list<Damage> unreadable_;
  Opens open_;
  std::uint64_t opened_ = 0;
};

}  // namespace auweave::tty
