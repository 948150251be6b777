// Follower: reads files as they grow into an Inbox, while that has room. One thread runs it;
// ask_end() and states(): any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "intake/followed_file.h"
#include "intake/followed_logs.h"
#include "intake/inbox.h"

namespace auweave::intake {

class Follower {
 public:
  // Both outlive it.
  Follower(Inbox& inbox, base::Log& log) : inbox_(inbox), log_(log) {}

  // Before run().
  void add(FollowedFile file, std::uint32_t source);
  void add(FollowedLogs logs, std::uint32_t source);

  void run();
  // All is read to where it ends then, for a second at most, and run() returns.
  void ask_end();

  struct State {
    std::string path;
    bool there = false;
    std::uint64_t position = 0, size = 0, lines = 0, truncations = 0;
    std::optional<std::uint64_t> logs = {};  // of a folder of logs: how many have begun
    std::uint64_t growing = 0;               // how many of them may still grow
  };
  [[nodiscard]] std::vector<State> states() const;

 private:
  struct Source {
    FollowedFile file;
    std::uint32_t number;
    std::uint64_t lines = 0;
    std::optional<std::uint64_t> goal = {};  // its length when reading began
    bool caught_up = false;                  // read so far
  };
  bool read_round(Source& source);
  bool at_end(Source& source);
  struct Logs {
    FollowedLogs logs;
    std::uint32_t number = 0;
    std::size_t state = 0;  // in states_
    std::uint64_t chunks = 0;
    bool caught_up = false;
  };
  bool read_round(Logs& logs);
  void read_the_end(Logs& logs, std::chrono::steady_clock::time_point deadline);
  void put(Logs& logs, tty::Recorded recorded);
  void show(const Logs& logs);
  void read_the_end();
  void put(Source& source, const base::Line& line);
  void show(const Source& source);
  // True: an end is asked for.
  bool pause();
  bool end_asked();

  static constexpr std::chrono::milliseconds kPause{200};
  static constexpr std::chrono::seconds kEnd{1};
  static constexpr int kLinesARound = 4096;  // of one file, before the next has its turn

  Inbox& inbox_;
  base::Log& log_;
  std::vector<Source> sources_;
  std::vector<std::size_t> shown_;  // of each of sources_: which of states_
  std::list<Logs> logs_;
  mutable std::mutex lock_;
  std::condition_variable asked_;
  bool end_asked_ = false;
  std::vector<State> states_;
};

}  // namespace auweave::intake
