// The destination of a plugin's log lines: stderr, or syslog(3) with facility daemon. auditd gives
// its plugins /dev/null as stderr.
#pragma once

#include <string>

#include "base/log.h"

namespace auweave::plugin {

// `choice`: "stderr", "syslog", or "auto", which is syslog if stderr is /dev/null or closed.
base::Log::Write log_to(const std::string& choice);

}  // namespace auweave::plugin
