// Follower: reads Followed inputs into an Inbox while the Inbox has room, on a thread for each
// input, so that an input that does not answer keeps no other waiting. One thread calls run(). Any
// thread may call ask_end(), states() and take_stuck().
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "intake/followed.h"
#include "intake/inbox.h"

namespace auweave::intake {

class Follower {
 public:
  using Clock = std::chrono::steady_clock;

  // `inbox` and `log` must outlive the Follower.
  Follower(Inbox& inbox, base::Log& log) : inbox_(inbox), log_(log) {}
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;
  // Waits for inputs that run() did not wait for.
  ~Follower();

  // Adds an input, which must happen before run().
  void add(std::unique_ptr<Followed> followed);

  // Returns after ask_end(), when each input was read or has not answered for kStuck.
  void run();
  // Asks the threads to end, so that run() reads the inputs to their present ends, for about a
  // second at most, and returns.
  void ask_end();

  // Returns the states of the inputs, as of `now`.
  [[nodiscard]] std::vector<FollowedState> states(base::WallTime now) const;
  // Returns a note for each input that has not answered for kStuck and of which no call told before.
  std::vector<model::InputNote> take_stuck(base::WallTime now);

  // Time after which a read that has not answered is told, and not waited for at the end.
  static constexpr std::chrono::seconds kStuck{5};

 private:
  struct Source {
    std::unique_ptr<Followed> followed;
    std::string name;
    std::uint64_t given = 0;
    std::thread thread = {};
    std::atomic<bool> caught_up = false;  // all bytes present when reading began were given
    std::atomic<bool> ended = false;      // its thread has nothing left to do
    std::atomic<std::int64_t> asked = 0;  // when the read under way began, by Clock; 0: none is
    // --- guarded by lock_
    FollowedState state = {};
    bool stuck_told = false;
  };
  // Asking: notes that a read is under way as long as it lives.
  class Asking;

  void follow(Source& source);
  bool read_round(Source& source);
  void at_end(Source& source);
  void read_the_end(Source& source);
  void put(Source& source, FollowedItem given);
  void show(Source& source);
  [[nodiscard]] static std::chrono::milliseconds unanswered(const Source& source);
  [[nodiscard]] static bool is_stuck(const Source& source) { return unanswered(source) >= kStuck; }
  [[nodiscard]] bool is_done();
  // Waits kPause, and returns true if ask_end() was called.
  bool pause();
  bool end_asked();

  static constexpr std::chrono::milliseconds kPause{200};
  static constexpr std::chrono::milliseconds kPut{2000};
  static constexpr std::chrono::seconds kEnd{1};
  static constexpr int kMostARound = 4096;  // items of one source before its state is shown

  Inbox& inbox_;
  base::Log& log_;
  std::list<Source> sources_;
  mutable std::mutex lock_;
  std::condition_variable asked_;
  bool end_asked_ = false;
};

}  // namespace auweave::intake
