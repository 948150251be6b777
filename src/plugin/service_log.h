// Writes a plugin's log lines to stderr, or to syslog(3) with facility daemon. A plugin of auditd
// needs syslog, because auditd gives its plugins /dev/null as stderr.
#pragma once

#include <string>

#include "base/log.h"

namespace auweave::plugin {

// Returns a Write to the destination `choice`: "stderr", "syslog", or "auto", which is syslog if
// stderr is /dev/null or closed.
base::Log::Write log_to(const std::string& choice);

}  // namespace auweave::plugin
