// Pure functions that compare journald's facts about an entry's writer with the entry's own claims.
//
// Any program may write an entry that looks like a chunk of a recording or a line of sshd. The
// kernel tells journald the writer's pid, so an entry counts only for the recording, or the
// connection, whose process wrote it. An unknown session or program of the writer does not count
// against a chunk or against a line of root, because journald reads both from /proc later, when a
// short-lived writer may be gone (logger(1) in our captures).
#pragma once

#include <string>

#include "model/journal_entry.h"
#include "model/sshd_line.h"
#include "model/tty_chunk.h"

namespace auweave::weave {

// Returns why the chunk of an entry is not from the recorder it names, and who the writer is, or
// returns "" if no fact contradicts the chunk.
std::string disowned(const model::TtyChunk& chunk, const model::JournalEntry& entry);
// Returns what journald knows about the writer of a chunk that is not disowned().
model::Writer writer_of(const model::JournalEntry& entry);

// True if sshd wrote the line: a process of root whose program is sshd or unknown, or, for a line
// about a connection's end, sshd's program as any user.
bool is_of_sshd(const model::SshdLine& line, const model::JournalEntry& entry);

}  // namespace auweave::weave
