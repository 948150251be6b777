// Reads a chunk of tlog from a parsed JSON object. Only tty/ uses tlog_object.h.
#pragma once

#include "base/result.h"
#include "json/value.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

// Error (parse): what is wrong with the object.
base::Result<model::TtyChunk> parse_tlog(const json::Value& object, bool terminal_input);

}  // namespace auweave::tty
