// Reads the first line of a recording's file, which says what the recording is.
#pragma once

#include <string>

#include "base/result.h"
#include "tty/log_file.h"

namespace auweave::tty {

// Opens the file with `open`, and returns its first line without its newline. The file may be gzip
// or plain. Error (io): the file is missing, is no regular file, or cannot be read. Error (parse):
// the file has no whole line, or a first line above 1 MiB.
base::Result<std::string> first_line(LogFile& log, const LogFile::Open& open);

}  // namespace auweave::tty
