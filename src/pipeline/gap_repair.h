// GapRepair: fetches from audit.log the records that auditd did not hand over, and gives the
// records to the Feed event by event. Missing serials that are not in audit.log either are reported
// as lost. A look at audit.log waits kWait, so that records under way arrive first. After a look
// that found nothing the wait doubles, up to a minute. GapRepair runs on the weave loop's thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>

#include "audit/loss_watch.h"
#include "base/line_file.h"
#include "pipeline/feed.h"

namespace auweave::pipeline {

class GapRepair {
 public:
  // Tally: counts the events of a log of which some lines are new to the feed. Lines must come to a
  // Tally nearly in the order of time.
  class Tally {
   public:
    void add(const base::Line& line, bool known);
    weave::Recovered take();

   private:
    struct Event {
      bool known = false, added = false;
    };
    static constexpr std::size_t kMostOpen = 4096;
    void settle_first();
    std::map<model::EventKey, Event> events_;
    weave::Recovered found_;
  };

  using Clock = std::chrono::steady_clock;
  using Give = std::function<void(const base::Line&)>;
  // Fetch: gives the lines of audit.log from a time on, up to the log's present end.
  using Fetch = std::function<void(base::WallTime, const Give&)>;

  // Notes a record as auditd handed it over.
  void watch(std::string_view record) { watch_.record(record); }
  // Notes a line of audit.log that the feed has, or is about to get.
  void known(std::string_view line) { watch_.logged(line); }
  // Notes that no record comes for now, so that missing records are no longer expected.
  void pause() { watch_.pause(); }

  // True if a record is missing and the wait is over, so that run() is to be called.
  bool due(Clock::time_point now);
  // Looks into audit.log once. If the feed gets full, run() stops early and is due after kWait.
  void run(const Fetch& fetch, Feed& feed);

  static constexpr std::chrono::milliseconds kWait{1500};
  static constexpr std::chrono::milliseconds kLongestWait{60'000};
  static constexpr std::int64_t kBeforeMs = 3000;  // the same as Feed::kTailMs

 private:
  audit::LossWatch watch_;
  Clock::time_point missed_{};  // when records were first found missing; the epoch: none are
  Clock::time_point next_{};
  std::chrono::milliseconds wait_ = kWait;
};

}  // namespace auweave::pipeline
