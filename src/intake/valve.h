// Valve: what standard input gave, into the Inbox; and while that is full, whole events are thrown
// away and counted, never halves of lines. The loss is told in the Inbox, where it happened. One
// thread; lost() any.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/line_cutter.h"
#include "intake/inbox.h"

namespace auweave::intake {

class Valve {
 public:
  explicit Valve(Inbox& inbox);

  void take(std::string_view bytes);
  // Tells of a loss that goes on until the end.
  void end();

  [[nodiscard]] std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }

 private:
  // closing: the inbox was full, and the rest of the event in work goes in yet.
  enum class State { open, closing, closed };
  void by_lines(std::string_view bytes);
  void take_line(const base::Line& line);
  void let_in(std::string_view line);
  void drop(const base::Line& line);
  void tell_loss();

  static constexpr std::size_t kLongestLine = 64UL * 1024;
  static constexpr std::size_t kHead = 256;  // of a lost line: its serial is in there

  Inbox& inbox_;
  State state_ = State::open;
  bool inside_line_ = false;  // the inbox ends inside a line
  base::LineCutter cutter_{kLongestLine};
  std::string event_;  // the one that goes in, or that is thrown away
  LostRecords now_lost_;
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace auweave::intake
