// io_error(): the Error of a system call that just failed.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>

#include "base/result.h"

namespace auweave::base {

// Returns the Error (io) "NAME: REASON", whose reason is that of errno. `name` is the file's path, or
// words for it.
inline Error io_error(const std::string& name) {
  const int reason = errno;  // the text's allocation may set errno
  return {ErrorKind::io, name + ": " + std::strerror(reason)};
}

}  // namespace auweave::base
