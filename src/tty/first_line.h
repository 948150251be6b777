// Reads the first line of a recording's file. The line says what the recording is.
#pragma once

#include <string>

#include "base/result.h"

namespace auweave::tty {

// Returns the line without its newline. The file may be gzip or plain. Error (io): the file is
// missing, or is no file. Error (parse): the file has no line, or a first line above 1 MiB.
base::Result<std::string> first_line(const std::string& path);

}  // namespace auweave::tty
