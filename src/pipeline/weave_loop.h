// WeaveLoop: the weaving thread of a running plugin. It takes what the reading threads left in the
// Inbox, gives it to the Feed, and calls the periodic tasks. It waits for the Inbox alone.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <string_view>

#include "base/line_cutter.h"
#include "base/line_file.h"
#include "intake/inbox.h"
#include "pipeline/feed.h"
#include "pipeline/gap_repair.h"
#include "pipeline/known_lines.h"

namespace auweave::pipeline {

struct WeaveLoopSettings {
  std::size_t longest_record = 0;
  std::function<base::WallTime()> wall_time;
  // Called once by the loop's thread, unless the feed resumed (Feed::resumed). begin: before
  // anything is taken. before_first: before anything is woven that names a session, with the line
  // of the first record (no EOE), or with "" if no record came for kSilence, too much waits for
  // one, or all input ended.
  std::function<void()> begin = [] {};
  std::function<void(std::string_view)> before_first = [](std::string_view) {};
  // Called once before anything is taken, if the feed resumed or began anew. Gives the lines of
  // audit.log that may not have come as records.
  std::function<void(const std::function<void(const base::Line&)>&)> repair = [](const auto&) {};
  // Called when records did not come (docs/decisions/0015). Gives the lines of audit.log from a
  // time on, up to the log's present end. Empty: there is no audit.log, and missing records are not
  // noticed.
  std::function<void(base::WallTime, const std::function<void(const base::Line&)>&)> fetch = {};
  // Called by the loop's thread every 200 ms, and at the end.
  std::function<void()> look;
};

class WeaveLoop {
 public:
  // The inbox and the feed outlive the loop. The feed is open.
  WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Feed& feed);

  // Runs until the Inbox has ended and the feed has everything.
  void run();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kLook{200};
  static constexpr std::chrono::milliseconds kSoon{10};
  // auditd hands records over within milliseconds. After a silence of this length no record is
  // under way.
  static constexpr std::chrono::seconds kSilence{2};
  static constexpr std::chrono::seconds kLongSilence{20};
  static constexpr std::chrono::milliseconds kSeldom{5000};
  // By then the records have come that auditd had queued at the start.
  static constexpr std::chrono::seconds kQueued{60};
  // Bytes of lines that wait for before_first().
  static constexpr std::size_t kMostEarly = 32UL * 1024 * 1024;

  // Returns false when the Inbox has ended.
  bool take_some(std::chrono::milliseconds wait);
  void take(intake::Records& records);
  void take(intake::LostRecords& lost) { feed_.take(std::move(lost)); }
  // Followed logs name no session, so they do not wait for before_first(). Followed lines and
  // entries do.
  void take(intake::FollowedLog& log);
  template <typename Followed>
  void take(Followed& followed);
  void take(intake::Nothing&) {}
  void take(intake::Ended&) {}
  void repair();
  void listen();
  void watch(std::string_view line) {
    if (settings_.fetch) gaps_.watch(line);
  }
  void try_first();
  void come_to_first(std::string_view record);
  void look();

  WeaveLoopSettings settings_;
  intake::Inbox& inbox_;
  Feed& feed_;
  base::LineCutter cutter_;
  Clock::time_point next_look_ = Clock::now();
  // The time for which the loop has listened. A stopped program, or a machine that slept, did not
  // hear what came meanwhile, so such a time is no silence. next_idle_, last_input_
  // and last_record_ are on this clock.
  Clock::time_point last_turn_ = Clock::now();
  Clock::duration listened_{0};
  Clock::duration next_idle_{0};
  Clock::duration last_input_{0};
  Clock::duration last_record_{0};
  bool begun_ = false;  // before_first() was called, or is not needed
  KnownLines repaired_;
  std::deque<Input> early_;
  std::size_t early_bytes_ = 0;
  GapRepair gaps_;
  bool paused_ = true;  // no record came since the weaver was told of a pause
};

}  // namespace auweave::pipeline
