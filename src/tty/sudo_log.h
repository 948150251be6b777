// The I/O log of one command that sudo ran: a folder of files (sudoreplay(8)).
#pragma once

#include <string>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// `rec`: the log's folder, as sudoreplay finds it below `root`. `terminal_input` false: what was typed is
// not even opened. sudo has ended it: nobody may write `timing` any more, or its gzip data have their
// end. Errors (io, parse) name the file.
base::Result<TimedLog> open_sudo_log(const std::string& root, const std::string& rec,
                                     bool terminal_input);

}  // namespace auweave::tty
