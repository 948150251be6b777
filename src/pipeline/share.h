// Share: divides the time of weaving between the records of the audit trail and the followed inputs
// (recordings, sshd's log). While records wait for time, followed inputs get a tenth of it, so that
// nobody who prints much can delay the records of others. The division decides in which order inputs
// enter the spool, never what is woven of them. A Share has one owner and runs on one thread.
#pragma once

#include <chrono>
#include <cstddef>

namespace auweave::pipeline {

class Share {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // Notes a turn of weaving: the time for records and for followed inputs. `behind` is true if the
  // turn ended for lack of time.
  void note(Duration records, Duration followed, bool behind);
  // Begins a turn of taking inputs.
  void begin() { taken_ = 0; }
  // Notes `bytes` of a followed input that was taken.
  void take(std::size_t bytes) { taken_ += bytes; }
  // True if one more followed input may be taken in this turn.
  [[nodiscard]] bool may_take() const {
    return taken_ < kSlice && (!behind_ || credit_ > Duration::zero());
  }

  // Most bytes of followed inputs a turn: what comes behind them waits as long as they take.
  static constexpr std::size_t kSlice = 128UL * 1024;
  static constexpr int kPart = 10;  // one part in kPart is for followed inputs
  static constexpr std::chrono::milliseconds kMostCredit{50};
  static constexpr std::chrono::milliseconds kMostDebt{500};

 private:
  Duration credit_ = kMostCredit;
  std::size_t taken_ = 0;
  bool behind_ = false;
};

}  // namespace auweave::pipeline
