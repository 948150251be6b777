// A line of the `timing` of a sudo I/O log (sudoreplay(8); lib/iolog/iolog_timing.c of sudo). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "tty/timed_step.h"

namespace auweave::tty {

// The files that hold what came, by their number in `timing`.
inline constexpr std::array<std::string_view, 5> kSudoStreams = {"stdin", "stdout", "stderr",
                                                                 "ttyin", "ttyout"};

// Seconds with a fraction of any number of digits, in nanoseconds; the point is the locale's of whoever
// wrote it. Nothing: it is none.
std::optional<std::int64_t> parse_delay(std::string_view text);

// `TYPE DELAY BYTES`, `5 DELAY ROWS COLUMNS`, `7 DELAY SIGNAL` (it was stopped, or went on). Errors
// (parse) say what is wrong. It tells no words.
base::Result<TimedStep> parse_sudo_step(std::string_view line, TimingWords& words);

}  // namespace auweave::tty
