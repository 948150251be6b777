// The login sessions that are on this machine now, as /proc and utmp show them. A session table
// learns them at a start, because the audit log that recorded their logins may be gone. The
// weaver's thread; sessions_with_process() also the main thread.
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

// Returns the audit session of the process with this folder ("/proc/self"). Returns nothing when
// the process has no audit session or is gone.
std::optional<std::uint32_t> audit_session_of(const std::string& folder);

// Returns the numbers (ses) of the audit sessions that have a process. Kernel threads and services
// have no audit session.
std::unordered_set<std::uint32_t> sessions_with_process(const std::string& proc);

// Returns every audit session that has a process, in the order of ses. `boot_began`: the kernel's
// start by the wall clock, from which /proc counts the starts of processes. Processes that cannot
// be read, or end meanwhile, are left out.
std::vector<session::Known> live_sessions(const SystemFiles& files, base::WallTime boot_began,
                                          audit::AccountNames& accounts);

}  // namespace auweave::plugin
