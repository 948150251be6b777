// Follower: reads what grows into an Inbox, while that has room. One thread runs it; ask_end() and
// states(): any.
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
  // Both outlive it.
  Follower(Inbox& inbox, base::Log& log) : inbox_(inbox), log_(log) {}

  // Before run().
  void add(std::unique_ptr<Followed> followed);

  void run();
  // All is read to where it ends then, for a second at most, and run() returns.
  void ask_end();

  [[nodiscard]] std::vector<FollowedState> states() const;

 private:
  struct Source {
    std::unique_ptr<Followed> followed;
    std::string name;
    std::uint64_t given = 0;
    bool caught_up = false;  // what was there when reading began was given
  };
  bool read_round(Source& source);
  void at_end(Source& source);
  void read_the_end(Source& source, std::chrono::steady_clock::time_point deadline);
  void put(Source& source, FollowedItem given);
  void show(const Source& source);
  // True: an end is asked for.
  bool pause();
  bool end_asked();

  static constexpr std::chrono::milliseconds kPause{200};
  static constexpr std::chrono::seconds kEnd{1};
  static constexpr int kMostARound = 4096;  // of one source, before the next has its turn

  Inbox& inbox_;
  base::Log& log_;
  std::vector<Source> sources_;
  mutable std::mutex lock_;
  std::condition_variable asked_;
  bool end_asked_ = false;
  std::vector<FollowedState> states_;  // of each of sources_
};

}  // namespace auweave::intake
