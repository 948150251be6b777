// TimedStep: a line of a recording's timing, whoever wrote it. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace auweave::tty {

struct TimedStep {
  enum class What { output, input, window, other } what = What::other;
  std::size_t stream = 0;     // of output and input: which of the recording's files holds it
  std::int64_t delay_ns = 0;  // since the step before, or the start
  std::uint64_t bytes = 0;    // of that file
  bool piped = false;         // output that did not go to the terminal
  int columns = 0, rows = 0;  // of a window
};

// What timing tells of the recording itself (script's lines `H`).
struct TimingWords {
  std::string output_log, input_log;
  bool ended = false;  // its last line came
};

}  // namespace auweave::tty
