// WeaveLoop: the weaving thread of a running plugin. The WeaveLoop takes what the reading threads
// left in the Inbox, gives it to the Feed, and calls the periodic tasks. The WeaveLoop waits for
// the Inbox alone.
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
#include "pipeline/share.h"

namespace auweave::pipeline {

struct WeaveLoopSettings {
  std::size_t longest_record = 0;
  std::function<base::WallTime()> wall_time;
  // Returns when the machine started, by the wall clock's present setting. With `boot_began` the loop
  // notices that the wall clock was set.
  std::function<base::WallTime()> boot_began = {};
  // The loop's thread calls `begin` and `before_first` once each, unless the feed resumed
  // (Feed::resumed). The call of `begin` comes before anything is taken. The call of `before_first`
  // comes before anything is woven that names a session; the argument is the line of the first
  // record (no EOE), or "" if no record came for kSilence, too much waits for one, the feed began
  // anew, or all input ended.
  std::function<void()> begin = [] {};
  std::function<void(std::string_view)> before_first = [](std::string_view) {};
  // The loop calls `repair` once before anything is taken, if the feed resumed or began anew. The
  // function `repair` gives the lines of audit.log that may not have come as records.
  std::function<void(const std::function<void(const base::Line&)>&)> repair = [](const auto&) {};
  // The loop calls `fetch` when records did not come (docs/decisions/0015). The function `fetch`
  // gives the lines of audit.log from a time on, up to the log's present end. Without `fetch` there
  // is no audit.log, and missing records are not noticed.
  std::function<void(base::WallTime, const std::function<void(const base::Line&)>&)> fetch = {};
  // The loop's thread calls `ending` once, when all input ended and the feed is about to end.
  std::function<void()> ending = [] {};
  // The loop's thread calls `before_records` before it takes records, also those of `repair`.
  std::function<void()> before_records = [] {};
  // The loop's thread calls `look` every 200 ms, and at the end.
  std::function<void()> look;
};

class WeaveLoop {
 public:
  // The inbox and the feed must outlive the loop, and the feed must be open.
  WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Feed& feed);

  // Runs until the Inbox has ended and the feed has everything.
  void run();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kLook{200};
  static constexpr std::chrono::milliseconds kSoon{10};
  // After a silence of kSilence no record is under way, because auditd hands records over in
  // milliseconds.
  static constexpr std::chrono::seconds kSilence{2};
  // A clock is disciplined by up to a tenth of the time that goes by (chrony.conf(5), maxslewrate),
  // and a Clock is told at least every kSeldom.
  static constexpr std::chrono::seconds kStep{1};
  static constexpr std::chrono::seconds kLongSilence{20};
  static constexpr std::chrono::milliseconds kSeldom{5000};
  // Time after which the records that auditd had queued at the start have come.
  static constexpr std::chrono::seconds kQueued{60};
  // Largest number of bytes of followed lines and entries that wait for before_first().
  static constexpr std::size_t kMostEarly = 32UL * 1024 * 1024;

  // Takes what the Inbox has, and returns false when the Inbox has ended.
  bool take_some(std::chrono::milliseconds wait);
  void take(intake::Records& records);
  void take(intake::LostRecords& lost) { feed_.take(std::move(lost)); }
  // Followed logs name no session, so they do not wait for before_first(), as followed lines and
  // entries do.
  void take(intake::FollowedLog& log);
  void take(model::InputNote& note) { feed_.take(std::move(note)); }
  template <typename Followed>
  void take(Followed& followed);
  void take(intake::Nothing&) {}
  void take(intake::Ended&) {}
  void repair();
  void listen();
  // Tells the feed what the wall clock shows, and whether it was set since the last call.
  void tell_clock();
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
  // The member listened_ is the time for which the loop has listened. A stop of the program or a
  // sleep of the machine is no silence, so it adds no more than 2 * kLook to listened_. The members
  // next_idle_, last_input_ and last_record_ are on the clock of listened_.
  Clock::time_point last_turn_ = Clock::now();
  Clock::duration listened_{0};
  Clock::duration next_idle_{0};
  Clock::duration last_input_{0};
  Clock::duration last_record_{0};
  std::optional<base::WallTime> boot_began_;  // as at the last tell_clock()
  Clock::time_point next_clock_ = Clock::now();
  bool begun_ = false;  // before_first() was called, or is not needed
  KnownLines repaired_;
  std::deque<Input> early_;
  std::size_t early_bytes_ = 0;
  GapRepair gaps_;
  Share share_;
  bool paused_ = true;  // no record came since the weaver was told of a pause
};

}  // namespace auweave::pipeline
