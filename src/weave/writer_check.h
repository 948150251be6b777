// Compares journald's facts about an entry's writer with the entry's own claims. Pure functions.
//
// Any program may write an entry that looks like a chunk of a recording or a line of sshd. The
// kernel tells journald the writer's pid, so an entry counts only for the recording, or the
// connection, whose process wrote it. journald reads session and program from /proc later. Both are
// unknown if the process is gone by then, and that does not count against an entry (our captures:
// logger(1) has neither).
#pragma once

#include <string>

#include "model/journal_entry.h"
#include "model/sshd_line.h"
#include "model/tty_chunk.h"

namespace auweave::weave {

// Returns why the chunk of an entry is not its writer's, and who the writer is. Returns "" if no
// fact contradicts the chunk.
std::string disowned(const model::TtyChunk& chunk, const model::JournalEntry& entry);

// True if sshd wrote the line: a process of root whose program is sshd or unknown, or, for a line
// about a connection's end, sshd's program as any user.
bool is_of_sshd(const model::SshdLine& line, const model::JournalEntry& entry);

}  // namespace auweave::weave
