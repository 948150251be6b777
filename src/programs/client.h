// Finds where a client's command line goes. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "programs/program.h"

namespace auweave::programs {

// Returns "host[:port]/client" from the command line of a client that opens a session elsewhere
// (ssh, scp, psql …). Returns an empty text if the program is no client or names no host. The
// result is the host that was meant, which may differ from the host that was reached: ssh's own
// configuration may name another host. The event of the connection says which host was reached.
std::string client_target(std::string_view exe, Words argv);

// SshGoal: the user and the host on ssh's command line, as views of `argv`.
struct SshGoal {
  // The user's name. If the command line names no user, `user` is empty, and ssh takes the name
  // from ssh_config(5), or the caller's name.
  std::string_view user;
  std::string_view host;  // empty: the command line names no host
};
SshGoal ssh_goal(Words argv);

}  // namespace auweave::programs
