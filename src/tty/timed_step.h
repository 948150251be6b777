// TimedStep: a line of a recording's timing, for all recorders. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace auweave::tty {

struct TimedStep {
  enum class What { output, input, window, other } what = What::other;
  // Of output and input: the number of the file that has the bytes. kInLine: `text` has them.
  std::size_t stream = 0;
  std::int64_t delay_ns = 0;  // since the step before, or the start
  std::uint64_t bytes = 0;    // of that file
  bool piped = false;         // output that did not go to the terminal
  int columns = 0, rows = 0;  // of a window
  std::string text = {};

  static constexpr std::size_t kInLine = static_cast<std::size_t>(-1);
};

// What the header and the lines so far say about later lines.
struct TimingWords {
  std::string output_log, input_log;  // script's `H` lines
  bool delays = true;  // an asciicast's times count from the event before; false: from the start
  std::int64_t elapsed_ns = 0;  // of an asciicast whose times count from the start
  bool ended = false;           // its last line has come
};

}  // namespace auweave::tty
