// Follower: reads files as they grow into an Inbox, while that has room. One thread runs it;
// ask_end() and states(): any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "intake/followed_file.h"
#include "intake/inbox.h"

namespace auweave::intake {

class Follower {
 public:
  // Both outlive it.
  Follower(Inbox& inbox, base::Log& log) : inbox_(inbox), log_(log) {}

  // Before run().
  void add(FollowedFile file, std::uint32_t source);

  void run();
  // All is read to where it ends then, and run() returns.
  void ask_end();

  struct State {
    std::string path;
    bool there = false;
    std::uint64_t position = 0, size = 0, lines = 0, truncations = 0;
  };
  [[nodiscard]] std::vector<State> states() const;

 private:
  struct Source {
    FollowedFile file;
    std::uint32_t number;
    std::uint64_t lines = 0;
  };
  void read_to_end(Source& source);
  void put(Source& source, const base::Line& line);
  void show(const Source& source);
  // False: an end is asked for.
  bool pause();

  static constexpr std::chrono::milliseconds kPause{200};

  Inbox& inbox_;
  base::Log& log_;
  std::vector<Source> sources_;
  mutable std::mutex lock_;
  std::condition_variable asked_;
  bool end_asked_ = false;
  std::vector<State> states_;
};

}  // namespace auweave::intake
