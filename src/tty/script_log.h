// Opens a recording of script(1) with its timing.
#pragma once

#include <string>

#include "base/result.h"
#include "tty/timed_log.h"

namespace auweave::tty {

struct ScriptFiles {
  // The file `data` is the log of output, or of output and input (script --log-io).
  std::string data, timing;
};

// Opens a recording with `access`, which script may still write if `grows`. An Error (io, parse) names the file.
base::Result<TimedLog> open_script_log(const ScriptFiles& files, bool terminal_input, bool grows,
                                       const LogAccess& access = {});

}  // namespace auweave::tty
