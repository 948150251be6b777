// TypedRecords: records of what was typed at a terminal (TTY, USER_TTY), each a recording of one chunk: the kernel
// keeps what a process reads from its terminal and tells it when that process ends or 4 KiB are full
// (drivers/tty/tty_audit.c), readline after each line.
#pragma once

#include "weave/context.h"
#include "weave/woven.h"

namespace auweave::weave {

// Puts the chunk of an event that has such a record and belongs to a session. Only for a weaver that was told to keep
// terminal input.
void tell_typed_record(const Woven& woven, Context& context);

}  // namespace auweave::weave
