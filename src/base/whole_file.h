// replace_file(): a file that is replaced whole or not at all, in a folder that others may write to.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::base {

// Replaces the file `path`, or whatever else has that name, by a file with `text` and `mode`. The new
// file has no name until it is complete (O_TMPFILE), or, where the file system knows no such files,
// a name that did not exist (O_EXCL). So a FIFO, a link or a file that somebody else put there is
// neither opened nor written to. Error (io): the file cannot be written, or replaces no folder.
Status replace_file(const std::string& path, std::string_view text, mode_t mode);

}  // namespace auweave::base
