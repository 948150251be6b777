// Decodes tlog's chunks: one JSON object a line (tlog's doc/log_format.md, version 2), alone or in
// a line of syslog. Any program on the host can write such a line, so nothing in it is believed
// before it is checked. Pure functions.
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

// The longest line of a recording file that is read whole. tlog's `payload` is 2048 bytes by
// default, and an administrator may raise it (tlog-rec-session.conf(5)).
inline constexpr std::size_t kLongestTlogLine = 4UL * 1024 * 1024;

// Reads a line of a file that tlog or syslog writes. Returns nothing for another program's line.
// `terminal_input` false: typed text is not even decoded. Error (parse): says what is wrong.
base::Result<std::optional<model::TtyChunk>> read_tlog_line(std::string_view line,
                                                            bool terminal_input);

// Reads the JSON object alone.
base::Result<model::TtyChunk> parse_tlog(std::string_view message, bool terminal_input);

// Returns the matches ("FIELD=value") of journal entries that may hold chunks; each such entry has
// one of these fields. The identifier is the name by which the recorder was started
// (sd_journal_send(3)), with a '-' before it at a login. Any program may give this identifier, and
// a forged chunk must be seen. The name of the process comes from the kernel, and has at most 15
// bytes.
std::vector<std::string> journal_matches();

// Returns the time that a chunk claims, or nothing for a line that is no chunk. Cheap; inputs are
// put in order by it.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

// Returns the beginning of the boot in which a chunk was recorded, as the chunk tells it: its time,
// less its position, less its recorder's start (10 ms ticks since the boot).
base::WallTime boot_began(const model::TtyChunk& chunk);

}  // namespace auweave::tty
