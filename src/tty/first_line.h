// The first line of a recording's file, which tells what the recording is.
#pragma once

#include <string>

#include "base/result.h"

namespace auweave::tty {

// Without its newline; gzip or plain. Errors: io: the file is not there, or is none; parse: it has no line, or one
// above 1 MiB.
base::Result<std::string> first_line(const std::string& path);

}  // namespace auweave::tty
