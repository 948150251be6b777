// RecordReader: drains standard input, which is auditd's end of a socket, until it ends. It waits
// for nothing slower than memory. One thread runs it; ask_end() and the counts: any.
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

  // Returns at the end of the input, or, when an end was asked for, as soon as nothing comes any
  // more: after SIGTERM auditd closes at once, and what it sent before is still there to be read.
  // The Error (io): the input cannot be read.
  base::Status run();
  void ask_end();

  [[nodiscard]] std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t lost() const { return valve_.lost(); }

 private:
  // False: an end was asked for, and nothing came since.
  bool wait_for_input(bool& end_asked) const;

  base::UniqueFd input_;
  base::UniqueFd asked_;  // eventfd(2)
  Inbox& inbox_;
  Valve valve_;
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace auweave::intake
