// A line of the `timing` of a sudo I/O log (sudoreplay(8); lib/iolog/iolog_timing.c of sudo). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace auweave::tty {

// The files that hold what came, by their number in `timing`.
inline constexpr std::array<std::string_view, 5> kSudoStreams = {"stdin", "stdout", "stderr",
                                                                 "ttyin", "ttyout"};

struct SudoStep {
  enum class What { output, input, window, signal } what = What::signal;
  std::size_t stream = 0;     // of output and input: index into kSudoStreams
  std::int64_t delay_ns = 0;  // since the step before, or the start
  std::uint64_t bytes = 0;    // of the stream
  int columns = 0, rows = 0;  // of a window
};

// Seconds with a fraction of any number of digits, in nanoseconds; the point is the locale's of whoever
// wrote it. Nothing: it is none.
std::optional<std::int64_t> parse_delay(std::string_view text);

// `TYPE DELAY BYTES`, `5 DELAY ROWS COLUMNS`, `7 DELAY SIGNAL` (it was stopped, or went on). Errors
// (parse) say what is wrong.
base::Result<SudoStep> parse_sudo_step(std::string_view line);

}  // namespace auweave::tty
