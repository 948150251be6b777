// Decodes tlog's chunks: one JSON object a line (tlog's doc/log_format.md, version 2), alone or in
// a line of syslog. Any program on the host can write a line like tlog's, so each value of a line
// is checked before it is believed. Pure functions.
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

// Bytes of the longest line of a recording file that is read whole. The `payload` of tlog is 2048
// bytes by default, and an administrator may raise it (tlog-rec-session.conf(5)).
inline constexpr std::size_t kLongestTlogLine = 4UL * 1024 * 1024;

// TlogLine: what a line of a recording file holds.
struct TlogLine {
  std::vector<model::TtyChunk> chunks;
  std::vector<std::string> problems;  // why a message in the line is no chunk
  std::size_t others = 0;             // messages of other programs
  // True: the line is tlog's own object. False: a carrier wrote the line, and whoever may write to
  // syslog or to the journal may have written the message.
  bool own = false;
};

// Reads a line of a file that tlog, syslog or another carrier writes: journalctl -o json, rsyslog's
// JSON, hits of Elasticsearch. What a carrier says of the writer is no evidence in a file.
TlogLine read_tlog_line(std::string_view line, bool terminal_input);

// Reads a chunk's JSON object without a syslog header.
base::Result<model::TtyChunk> parse_tlog(std::string_view message, bool terminal_input);

// Returns the matches ("FIELD=value") of which each journal entry that may hold a chunk has one.
// The identifier in an entry is the name by which the recorder was started (sd_journal_send(3)),
// with a '-' before the name at a login. Forged identifiers match, too, because a forged chunk must
// be seen. The process name in an entry comes from the kernel, and has at most 15 bytes.
std::vector<std::string> journal_matches();

// Returns the time that a chunk claims, by which inputs are put in order, or no time for a line
// that is no chunk. Does not parse the whole line.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

// Returns the beginning of the boot in which a chunk was recorded, as the chunk tells it: its time,
// less its position, less its recorder's start (10 ms ticks since the boot).
base::WallTime boot_began(const model::TtyChunk& chunk);

}  // namespace auweave::tty
