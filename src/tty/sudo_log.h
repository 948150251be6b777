// Opens the I/O log of one command that sudo ran: a folder of files (sudoreplay(8)).
#pragma once

#include <string>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// `rec`: the folder of the log below `root`, as sudoreplay names it. `terminal_input` false: the
// files of typed text are not even opened. A log has ended when nobody may write `timing` any more,
// or when its gzip data is complete. Errors (io, parse) name the file.
base::Result<TimedLog> open_sudo_log(const std::string& root, const std::string& rec,
                                     bool terminal_input);

}  // namespace auweave::tty
