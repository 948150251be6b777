// LossWatch: notices, from the records as auditd hands them over, that some did not come: serials that are
// skipped, and events of which records are missing. It knows again the lines that came. Serials of one boot
// leave none out (docs/decisions/0015). Only the first record's node is watched: other hosts count for themselves.
// A value; one thread; memory is bounded.
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

// Serials that did not come, and the times of the events around them.
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
  // As it came from auditd, EOE too.
  void record(std::string_view line);
  // Of a log: it is known from now on, and nothing of its event is missed any more.
  void logged(std::string_view line);
  // No record comes for now: what is missing does not come.
  void pause();

  // The line came, as far as memory goes.
  [[nodiscard]] bool has(std::string_view line) const;
  // Something did not come: the time from which on it may be in a log. Nothing: all came so far. What is a
  // second of event time old is judged, so that records out of order are not missed.
  [[nodiscard]] std::optional<base::WallTime> missing_from() const;
  // Not of before the first record, nor one of those that came after something was missed: these may be on their way.
  [[nodiscard]] bool is_wanted(const LineHeader& header) const {
    return node_ == header.node && !header.type.starts_with("DAEMON_") &&
           header.key.serial >= first_ && header.key.serial <= wanted_to_;
  }

  // A log was read from missing_from() on, and its lines were given to logged(): what is left of the
  // serials judged, lowest first, is lost. Nothing is missed any more.
  std::vector<SerialGap> take_lost();
  // Something was found: what came since may have gaps that nothing shows, too.
  void suspect(base::WallTime from) { miss(from); }

  static constexpr std::int64_t kJudgedMs = 1000;
  // Serials that fall by more began anew: a reboot.
  static constexpr std::uint64_t kDisorder = 20'000;
  static constexpr std::size_t kMostEvents = 4096;
  static constexpr std::size_t kMostGaps = 65'536;

 private:
  // What came of one event. A record that stands alone is none.
  struct Event {
    base::WallTime time;
    std::int64_t came_ms = 0;  // newest event time then
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
  // What never came is not missed: it may be excluded by a rule (auditctl(8), `exclude`).
  bool has_end_ = false, has_cwd_ = false, has_path_ = false, has_execve_ = false,
       has_title_ = false;
  std::uint64_t first_ = 0, newest_ = 0;
  std::uint64_t judged_ = 0;     // gaps to there
  std::uint64_t logged_to_ = 0;  // the newest of a log
  std::uint64_t wanted_to_ = 0;  // the newest when something was missed

  base::WallTime newest_time_;
  std::int64_t newest_ms_ = 0;
  std::map<std::uint64_t, Gap> gaps_;  // by their first serial
  std::map<std::uint64_t, Event> events_;
  std::optional<base::WallTime> missing_;
  base::RecentHashes lines_{1UL << 18U};
};

}  // namespace auweave::audit
