// Follower: reads Followed inputs into an Inbox while the Inbox has room. One thread runs the
// Follower. Any thread may call ask_end() and states().
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "intake/followed.h"
#include "intake/inbox.h"

namespace auweave::intake {

class Follower {
 public:
  // `inbox` and `log` must outlive the Follower.
  Follower(Inbox& inbox, base::Log& log) : inbox_(inbox), log_(log) {}

  // Adds an input, which must happen before run().
  void add(std::unique_ptr<Followed> followed);

  void run();
  // Asks the thread to end, so that run() reads the inputs to their present ends, for about a
  // second at most, and returns.
  void ask_end();

  [[nodiscard]] std::vector<FollowedState> states() const;

 private:
  struct Source {
    std::unique_ptr<Followed> followed;
    std::string name;
    std::uint64_t given = 0;
    bool caught_up = false;  // all bytes present when reading began were given
  };
  bool read_round(Source& source);
  void at_end(Source& source);
  void read_the_end(Source& source, std::chrono::steady_clock::time_point deadline);
  void put(Source& source, FollowedItem given);
  void show(const Source& source);
  // Waits kPause, and returns true if ask_end() was called.
  bool pause();
  bool end_asked();

  static constexpr std::chrono::milliseconds kPause{200};
  static constexpr std::chrono::seconds kEnd{1};
  static constexpr int kMostARound = 4096;  // items of one source before the next source is read

  Inbox& inbox_;
  base::Log& log_;
  std::vector<Source> sources_;
  mutable std::mutex lock_;
  std::condition_variable asked_;
  bool end_asked_ = false;
  std::vector<FollowedState> states_;  // the state of each of sources_
};

}  // namespace auweave::intake
