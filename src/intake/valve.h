// Valve: passes the bytes of standard input to the Inbox. While the Inbox is full, the Valve throws
// complete events away and counts their records; a line is never cut in half. The loss is put into
// the Inbox at the place where it happened. A Valve runs on one thread, but any thread may call
// lost().
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
  // Ends the input, and reports a loss that lasts until the end.
  void end();

  [[nodiscard]] std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }

 private:
  // In state `closing` the inbox is full, and the rest of the present event still goes in.
  enum class State { open, closing, closed };
  void by_lines(std::string_view bytes);
  void take_line(const base::Line& line);
  void let_in(std::string_view line);
  void drop(const base::Line& line);
  void tell_loss();

  static constexpr std::size_t kLongestLine = 64UL * 1024;
  static constexpr std::size_t kHead = 256;  // kept bytes of a lost line, with its serial

  Inbox& inbox_;
  State state_ = State::open;
  bool inside_line_ = false;  // the inbox ends inside a line
  base::LineCutter cutter_{kLongestLine};
  std::string event_;  // "msg=audit(TIME:SERIAL" of the event passed or thrown away
  LostRecords now_lost_;
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace auweave::intake
