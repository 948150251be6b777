// TimedStep: a line of a recording's timing file, in one form for all recorders. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace auweave::tty {

struct TimedStep {
  enum class What { output, input, window, other } what = What::other;
  // Of output and input: number of the file that has the bytes, or kInLine: `text` has the bytes.
  std::size_t stream = 0;
  std::int64_t delay_ns = 0;  // time since the step before, or since the start
  std::uint64_t bytes = 0;    // output, input: the number of bytes
  bool piped = false;         // output: the bytes did not go to the terminal
  int columns = 0, rows = 0;  // window: the new size
  std::string text = {};

  static constexpr std::size_t kInLine = static_cast<std::size_t>(-1);
};

// TimingWords: facts from the header and the lines read of a timing, on which later lines depend.
struct TimingWords {
  std::string output_log, input_log;  // OUTPUT_LOG and INPUT_LOG of script's `H` lines
  bool delays = true;  // an asciicast's times count from the event before; false: from the start
  std::int64_t elapsed_ns = 0;  // time so far in an asciicast whose times count from the start
  bool ended = false;           // the recording's last line has come
};

}  // namespace auweave::tty
