// Opens a recording of asciinema: an asciicast of version 2 or 3, a file of JSON lines with a
// header and an event a line.
#pragma once

#include <string>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// Opens the asciicast at `path`. The recording's name is the file's name without its folder.
// Without `terminal_input`, typed text is dropped as it is read. An Error (io, parse) names the
// file, and the line if a line is at fault.
base::Result<TimedLog> open_cast(const std::string& path, bool terminal_input);

}  // namespace auweave::tty
