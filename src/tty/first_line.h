// Reads the first line of a recording's file, which says what the recording is.
#pragma once

#include <string>

#include "base/result.h"

namespace auweave::tty {

// Returns the file's first line without its newline. The file may be gzip or plain. Error (io):
// `path` is missing, is no regular file, or cannot be read. Error (parse): the file has no whole
// line, or a first line above 1 MiB.
base::Result<std::string> first_line(const std::string& path);

}  // namespace auweave::tty
