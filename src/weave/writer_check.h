// What journald knows of an entry's writer, against what the entry claims. Pure functions.
//
// Any program may write an entry that looks like a chunk of any recording, or like sshd's word. The pid
// of the writer is the kernel's to say, so an entry is only ever of the recording, or the connection,
// whose process wrote it. Session and program are read from /proc after that: of a process that is gone
// by then they are not known, which is not against it (our captures: logger(1) has neither).
#pragma once

#include <string>

#include "model/journal_entry.h"
#include "model/sshd_line.h"
#include "model/tty_chunk.h"

namespace auweave::weave {

// Why the chunk that an entry holds is none of its writer's, and who that is; empty: nothing is against it.
std::string disowned(const model::TtyChunk& chunk, const model::JournalEntry& entry);

// sshd wrote it, by all that is known: root's, or of an end, that of any account.
bool is_of_sshd(const model::SshdLine& line, const model::JournalEntry& entry);

}  // namespace auweave::weave
