// WeaveLoop: a running plugin's thread that weaves: takes what the readers left in the Inbox, gives it to the
// Feed, and looks after everything else now and then. It waits for nobody but the Inbox.
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
  // Called once by its thread, before all else; and before anything is woven: with the line of the first
  // record (no EOE), or with nothing when none came for kSilence. Neither, where the feed goes on with what
  // it knew.
  std::function<void()> begin = [] {};
  std::function<void(std::string_view)> before_first = [](std::string_view) {};
  // Called once, before all else, where the feed goes on, or begins anew: gives the lines of audit.log that
  // may not have come as records.
  std::function<void(const std::function<void(const base::Line&)>&)> repair = [](const auto&) {};
  // Called when records did not come (docs/decisions/0015): gives the lines of audit.log from that time on,
  // to where it ends now. Empty: there is none, and nothing is missed.
  std::function<void(base::WallTime, const std::function<void(const base::Line&)>&)> fetch = {};
  // Called by its thread every 200 ms, and at the end.
  std::function<void()> look;
};

class WeaveLoop {
 public:
  // Both outlive it. The feed is open.
  WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Feed& feed);

  // Until the Inbox ended and the feed has all of it.
  void run();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kLook{200};
  static constexpr std::chrono::milliseconds kSoon{10};
  // auditd hands records over within milliseconds; with this much of nothing none is on its way.
  static constexpr std::chrono::seconds kSilence{2};
  static constexpr std::chrono::seconds kLongSilence{20};
  static constexpr std::chrono::milliseconds kSeldom{5000};
  // What auditd had queued at the start has come by then.
  static constexpr std::chrono::seconds kQueued{60};
  static constexpr std::size_t kMostEarly = 32UL * 1024 * 1024;  // bytes of lines that wait for it

  // False: the Inbox ended.
  bool take_some(std::chrono::milliseconds wait);
  void take(intake::Records& records);
  void take(intake::LostRecords& lost) { feed_.take(std::move(lost)); }
  // Before before_first() was called, nothing is given but logs, which name no session.
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
  // As long as it has listened: a program that was stopped, or a machine that slept, has not heard what came
  // meanwhile, and that is no silence.
  Clock::time_point last_turn_ = Clock::now();
  Clock::duration listened_{0};
  Clock::duration next_idle_{0};
  Clock::duration last_input_{0};
  Clock::duration last_record_{0};
  bool begun_ = false;  // before_first() was called
  KnownLines repaired_;
  std::deque<Input> early_;
  std::size_t early_bytes_ = 0;
  GapRepair gaps_;
  bool paused_ = true;  // since the last record, and the weaver knows
};

}  // namespace auweave::pipeline
