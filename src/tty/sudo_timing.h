// Parses a line of the `timing` of a sudo I/O log (sudoreplay(8); lib/iolog/iolog_timing.c of
// sudo). Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "tty/timed_step.h"

namespace auweave::tty {

// Files of a sudo I/O log, by their number in `timing`.
inline constexpr std::array<std::string_view, 5> kSudoStreams = {"stdin", "stdout", "stderr",
                                                                 "ttyin", "ttyout"};

// Returns nanoseconds for seconds with a fraction of any number of digits, or no value if `text` is
// no number. The fraction may begin with a point or a comma, as in the writer's locale.
std::optional<std::int64_t> parse_delay(std::string_view text);

// Parses `TYPE DELAY BYTES`, `5 DELAY ROWS COLUMNS`, or `7 DELAY SIGNAL` (the command was stopped,
// or continued). Leaves `words` alone. Error (parse): the message says what is wrong.
base::Result<TimedStep> parse_sudo_step(std::string_view line, TimingWords& words);

}  // namespace auweave::tty
