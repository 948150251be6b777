// open_own(): opens a file that this process writes to, where others may have put something else.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::base {

// Opens `path` as open(2) does with `flags` and `mode`, if nobody but root and this process's user chose
// what is opened: a symbolic link is followed once, and only if it belongs to one of them, and so must
// the file. A new file belongs to this process's user. A device and a pipe may belong to anybody.
// Error (io): the reason; errno is ENOENT if there is no file.
Result<UniqueFd> open_own(const std::string& path, int flags, mode_t mode = 0);

}  // namespace auweave::base
