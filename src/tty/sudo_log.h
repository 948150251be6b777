// Opens the I/O log of one command that sudo ran: a folder of files (sudoreplay(8)).
#pragma once

#include <string>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

// Opens the log in the folder `rec` below `root`; sudoreplay names the log `rec`. Without
// `terminal_input`, the files of typed text are not even opened. Files are opened with `access`. A log of sudo has ended when
// nobody may write `timing`, or when its gzip data are complete. Errors (io, parse) name the file.
base::Result<TimedLog> open_sudo_log(const std::string& root, const std::string& rec,
                                     bool terminal_input, const LogAccess& access = {});

}  // namespace auweave::tty
