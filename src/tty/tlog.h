// tlog's chunks: one JSON object a line (tlog's doc/log_format.md, version 2), alone or in a line of
// syslog. Anybody on the host can write such a line, so nothing in it is believed before it is
// checked. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

// A line of a file that tlog writes, or of one that syslog writes. Nothing: another program's line.
// `terminal_input` false: what was typed is not even decoded. Errors (parse) say what is wrong.
base::Result<std::optional<model::TtyChunk>> read_tlog_line(std::string_view line,
                                                            bool terminal_input);

// The JSON object alone.
base::Result<model::TtyChunk> parse_tlog(std::string_view message, bool terminal_input);

// The time a chunk claims, for putting inputs in order: cheap, and nothing for what is no chunk.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

// When the boot began in which a chunk was recorded, as the chunk tells it: its time less its
// position less its recorder's start (10 ms ticks since boot).
base::WallTime boot_began(const model::TtyChunk& chunk);

}  // namespace auweave::tty
