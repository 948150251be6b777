// TimedStep: a line of a recording's timing, whoever wrote it. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace auweave::tty {

struct TimedStep {
  enum class What { output, input, window, other } what = What::other;
  // Of output and input: which of the recording's files holds the bytes; kInLine: `text` does.
  std::size_t stream = 0;
  std::int64_t delay_ns = 0;  // since the step before, or the start
  std::uint64_t bytes = 0;    // of that file
  bool piped = false;         // output that did not go to the terminal
  int columns = 0, rows = 0;  // of a window
  std::string text = {};

  static constexpr std::size_t kInLine = static_cast<std::size_t>(-1);
};

// What the lines so far, or a header, tell of those to come.
struct TimingWords {
  std::string output_log, input_log;  // script's lines `H`
  bool delays = true;  // an asciicast's times: since the event before; false: since the start
  std::int64_t elapsed_ns = 0;  // an asciicast's, where they are since the start
  bool ended = false;           // its last line came
};

}  // namespace auweave::tty
