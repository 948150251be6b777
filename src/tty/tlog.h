// tlog's chunks: one JSON object a line (tlog's doc/log_format.md, version 2), alone or in a line of
// syslog. Anybody on the host can write such a line, so nothing in it is believed before it is
// checked. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

// The longest line of a file of recordings that is read whole. tlog's `payload` is 2048 bytes by default, and an
// administrator may raise it (tlog-rec-session.conf(5)).
inline constexpr std::size_t kLongestTlogLine = 4UL * 1024 * 1024;

// A line of a file that tlog writes, or of one that syslog writes. Nothing: another program's line.
// `terminal_input` false: what was typed is not even decoded. Errors (parse) say what is wrong.
base::Result<std::optional<model::TtyChunk>> read_tlog_line(std::string_view line,
                                                            bool terminal_input);

// The JSON object alone.
base::Result<model::TtyChunk> parse_tlog(std::string_view message, bool terminal_input);

// "FIELD=value" of entries of the journal that may hold chunks, one of which each has. The identifier is
// what the recorder was started as (sd_journal_send(3)), with a '-' before it at a login, and anybody
// may give it: a forged chunk is to be seen. The name of the process is the kernel's, 15 bytes of it.
std::vector<std::string> journal_matches();

// The time a chunk claims, for putting inputs in order: cheap, and nothing for what is no chunk.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

// When the boot began in which a chunk was recorded, as the chunk tells it: its time less its
// position less its recorder's start (10 ms ticks since boot).
base::WallTime boot_began(const model::TtyChunk& chunk);

}  // namespace auweave::tty
