// TypedRecords: records of terminal input (TTY, USER_TTY), each of which becomes a recording of one
// chunk. The kernel collects what a process reads from its terminal, and writes a TTY record when
// the process ends or 4 KiB are full (drivers/tty/tty_audit.c). The library readline writes a
// USER_TTY record after each line.
#pragma once

#include "weave/context.h"
#include "weave/woven.h"

namespace auweave::weave {

// Puts a tty document if the event has a TTY or USER_TTY record and belongs to a session. The
// weaver calls tell_typed_record() only if its settings keep terminal input.
void tell_typed_record(const Woven& woven, Context& context);

}  // namespace auweave::weave
