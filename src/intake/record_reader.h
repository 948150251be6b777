// RecordReader: reads standard input, which is a socket from auditd, until its end. The reader
// waits for nothing that is slower than memory. One thread runs the reader. Any thread may call
// ask_end(), bytes() and lost().
#pragma once

#include <atomic>
#include <cstdint>

#include "base/result.h"
#include "base/unique_fd.h"
#include "intake/valve.h"

namespace auweave::intake {

class RecordReader {
 public:
  RecordReader(base::UniqueFd input, Inbox& inbox);

  // Reads standard input until its end. After ask_end() run() returns when no byte came for 200 ms,
  // or after one second. Reading goes on after ask_end(), because at SIGTERM auditd closes at once
  // and the records sent before can still be read. Error (io): the input cannot be read.
  base::Status run();
  void ask_end();

  [[nodiscard]] std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t lost() const { return valve_.lost(); }

 private:
  // Waits for input, and returns false if an end was asked for and no input came.
  bool wait_for_input(bool& end_asked) const;

  base::UniqueFd input_;
  base::UniqueFd asked_;  // an eventfd(2) that ask_end() writes to
  Inbox& inbox_;
  Valve valve_;
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace auweave::intake
