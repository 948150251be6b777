// LossWatch: notices which records auditd did not hand over: skipped serials, and events with
// missing records. A skipped serial is a missing event, because the serials of one boot have no
// gaps (docs/decisions/0015). The watch recognises lines that came before. Only the first record's
// node is watched, because each host has serials of its own. A LossWatch is a value of bounded
// memory, for one thread.
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

// SerialGap: serials that did not come, and the times of the events before and after the gap.
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
  // Takes a record that auditd handed over, EOE included.
  void record(std::string_view line);
  // Takes a line that was read from a log, so that has() knows the line, and the line's event is
  // not missing any more.
  void logged(std::string_view line);
  // Judges all gaps and events at once; called when no record comes for now.
  void pause();

  // True if the line is among the (roughly 262,144) lines other than EOE that came last.
  [[nodiscard]] bool has(std::string_view line) const;
  // Returns the time from which on a missing record may be in a log, or no time if no record is
  // missing. A gap is judged kJudgedMs later, so that records out of order are not missing.
  [[nodiscard]] std::optional<base::WallTime> missing_from() const;
  // True if the line's event may be missing: if its serial lies between the watch's first serial
  // and the newest serial at the last miss. Records of newer events may be on their way.
  [[nodiscard]] bool is_wanted(const LineHeader& header) const {
    return node_ == header.node && !header.type.starts_with("DAEMON_") &&
           header.key.serial >= first_ && header.key.serial <= wanted_to_;
  }

  // Tells the watch that a log was read from missing_from() on and its lines were given to
  // logged(). Returns the judged serials that are still missing, lowest first, which are lost.
  // After take_lost() the watch holds nothing for missing.
  std::vector<SerialGap> take_lost();
  // Makes missing_from() return `from` again; called when missing events were found in a log,
  // because the log may have more of them that no record has shown yet.
  void suspect(base::WallTime from) { miss(from); }

  static constexpr std::int64_t kJudgedMs = 1000;
  // A fall of serials by more than kDisorder is a reboot.
  static constexpr std::uint64_t kDisorder = 20'000;
  static constexpr std::size_t kMostEvents = 4096;
  static constexpr std::size_t kMostGaps = 65'536;

 private:
  // Event: the records of one event that came. Only events with records of types 1300 to 1399 are
  // kept.
  struct Event {
    base::WallTime time;
    std::int64_t came_ms = 0;  // newest event time when the event's first record came
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
  std::uint64_t judged_ = 0;     // last serial of the judged gaps
  std::uint64_t logged_to_ = 0;  // the highest serial of a log
  std::uint64_t wanted_to_ = 0;  // newest serial at the last miss

  base::WallTime newest_time_;
  std::int64_t newest_ms_ = 0;
  std::map<std::uint64_t, Gap> gaps_;  // by first serial
  std::map<std::uint64_t, Event> events_;
  std::optional<base::WallTime> missing_;
  base::RecentHashes lines_{1UL << 18U};
};

}  // namespace auweave::audit
