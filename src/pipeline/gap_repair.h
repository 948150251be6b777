// GapRepair: what did not come as a record is looked for in audit.log, and given to the Feed, event by event;
// then what is not there either. Not at each record: a look waits a while, so that the records on their way
// come first, and the next one longer, up to a minute, when it found nothing. The weave loop's thread.
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
  // Counts the events of a log's lines of which some are new; the log is in order of time, nearly.
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
  // Gives the lines from a time on, to where the log ends now.
  using Fetch = std::function<void(base::WallTime, const Give&)>;

  void watch(std::string_view record) { watch_.record(record); }
  // A line of the log that the feed has, or is given.
  void known(std::string_view line) { watch_.logged(line); }
  void pause() { watch_.pause(); }

  // Something did not come, and it is time to look.
  bool due(Clock::time_point now);
  void run(const Fetch& fetch, Feed& feed);

  static constexpr std::chrono::milliseconds kWait{1500};
  static constexpr std::chrono::milliseconds kLongestWait{60'000};
  static constexpr std::int64_t kBeforeMs = 3000;  // as Feed::kTailMs

 private:
  audit::LossWatch watch_;
  Clock::time_point missed_{};  // first known to; none: the epoch
  Clock::time_point next_{};
  std::chrono::milliseconds wait_ = kWait;
};

}  // namespace auweave::pipeline
