// A recording of asciinema: an asciicast of version 2 or 3, one file of JSON lines (a header, then an event a line).
#pragma once

#include <string>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// Errors (io, parse) name the file, and the line where there is one. The recording's name is the file's, without its
// folder; `terminal_input` false: what was typed is dropped as it is read.
base::Result<TimedLog> open_cast(const std::string& path, bool terminal_input);

}  // namespace auweave::tty
