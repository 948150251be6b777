// Who is on this machine now: its login sessions as /proc and utmp show them. What a session table
// lacks when the audit log that told of them is gone.
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
  std::string utmp = "/run/utmp";  // one that is not there is no mistake
};

// The audit session of a process, by its folder ("/proc/self"). Nothing: it is of none, or gone.
std::optional<std::uint32_t> audit_session_of(const std::string& folder);

// Numbers of the audit sessions that have a process. Threads of the kernel and services have none.
std::unordered_set<std::uint32_t> sessions_with_process(const std::string& proc);

// Every audit session with a process, by its number. `boot_began`, by the wall clock, is what process
// starts count from. What cannot be read, or goes away meanwhile, is left out.
std::vector<session::Known> live_sessions(const SystemFiles& files, base::WallTime boot_began,
                                          audit::AccountNames& accounts);

}  // namespace auweave::plugin
