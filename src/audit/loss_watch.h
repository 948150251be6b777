// LossWatch: notices which records auditd did not hand over: skipped serials, and events with
// missing records. The serials of one boot have no gaps (docs/decisions/0015). The watch recognises
// lines that came. Only the first record's node is watched, because other hosts have serials of
// their own. A value; one thread; memory is bounded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/line.h"
#include "base/recent_hashes.h"
#include "base/wall_time.h"

namespace auweave::audit {

// Serials that did not come, and the times of the events before and after them.
struct SerialGap {
  std::uint64_t first = 0, last = 0;
  base::WallTime after, before;

  template <typename Archive>
  void state(Archive& archive) {
    archive(first, last, after, before);
  }
};

class LossWatch {
 public:
  // Takes a record as it came from auditd, EOE included.
  void record(std::string_view line);
  // Takes a line of a log: the line is known from now on, and nothing of its event is missing any
  // more.
  void logged(std::string_view line);
  // No record comes for now, so missing records are no longer expected.
  void pause();

  // True if the line came before, as far as memory goes.
  [[nodiscard]] bool has(std::string_view line) const;
  // Returns the time from which on a missing record may be in a log, or nothing if all records came
  // so far. Records are judged a second of event time later, so that records out of order are not
  // missing.
  [[nodiscard]] std::optional<base::WallTime> missing_from() const;
  // True if the line's event may be missing. Events before the first record do not count, nor
  // events after the last missing one: their records may be on their way.
  [[nodiscard]] bool is_wanted(const LineHeader& header) const {
    return node_ == header.node && !header.type.starts_with("DAEMON_") &&
           header.key.serial >= first_ && header.key.serial <= wanted_to_;
  }

  // A log was read from missing_from() on, and its lines were given to logged(). Returns the judged
  // serials that are still missing, lowest first: they are lost. Then nothing is missing.
  std::vector<SerialGap> take_lost();
  // Missing events were found, so later gaps may exist that no record has shown yet: looks again
  // from `from` on.
  void suspect(base::WallTime from) { miss(from); }

  static constexpr std::int64_t kJudgedMs = 1000;
  // A fall of serials by more is a reboot.
  static constexpr std::uint64_t kDisorder = 20'000;
  static constexpr std::size_t kMostEvents = 4096;
  static constexpr std::size_t kMostGaps = 65'536;

 private:
  // The records of one event that came. An event of a single record is not kept.
  struct Event {
    base::WallTime time;
    std::int64_t came_ms = 0;  // newest event time when its first record came
    bool syscall = false, part = false, exec = false, execve = false, cwd = false, title = false,
         end = false;
    std::uint64_t items = 0, paths = 0;
  };
  struct Gap {
    SerialGap gap;
    std::int64_t came_ms = 0;
  };

  void take_serial(const LineHeader& header);
  void begin_anew(const LineHeader& header);
  void fill(std::uint64_t serial);
  void take_part(const LineHeader& header);
  [[nodiscard]] bool is_whole(const Event& event) const;
  void judge();
  void miss(base::WallTime time);

  std::optional<std::string> node_;
  // A record type that never came is not missing: a rule may exclude it (auditctl(8), `exclude`).
  bool has_end_ = false, has_cwd_ = false, has_path_ = false, has_execve_ = false,
       has_title_ = false;
  std::uint64_t first_ = 0, newest_ = 0;
  std::uint64_t judged_ = 0;     // gaps up to here are judged
  std::uint64_t logged_to_ = 0;  // the highest serial of a log
  std::uint64_t wanted_to_ = 0;  // the highest serial when something was missing

  base::WallTime newest_time_;
  std::int64_t newest_ms_ = 0;
  std::map<std::uint64_t, Gap> gaps_;  // by first serial
  std::map<std::uint64_t, Event> events_;
  std::optional<base::WallTime> missing_;
  base::RecentHashes lines_{1UL << 18U};
};

}  // namespace auweave::audit
