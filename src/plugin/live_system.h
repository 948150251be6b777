// Finds the login sessions on this machine, as /proc and utmp show them. A session table learns the
// live sessions at a start, because the audit log that recorded their logins may be gone. The
// functions are for the weaver's thread, sessions_with_process() also for the main thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "audit/accounts.h"
#include "session/known.h"

namespace auweave::plugin {

struct SystemFiles {
  std::string proc = "/proc";
  std::string utmp = "/run/utmp";  // a missing file is no mistake
};

// Returns the audit session of the process whose folder is `folder` ("/proc/self"). Returns no
// session if the process has no audit session or is gone.
std::optional<std::uint32_t> audit_session_of(const std::string& folder);

// Returns the numbers (ses) of the audit sessions that have a process. Kernel threads and services
// have no audit session.
std::unordered_set<std::uint32_t> sessions_with_process(const std::string& proc);

// Returns every audit session that has a process, in the order of ses. From `boot_began`, the
// kernel's start by the wall clock, /proc counts the starts of processes. Processes that cannot be
// read, or end during the reading, are left out.
std::vector<session::Known> live_sessions(const SystemFiles& files, base::WallTime boot_began,
                                          audit::AccountNames& accounts);

}  // namespace auweave::plugin
