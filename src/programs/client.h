// Where the command line of a client goes. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "programs/program.h"

namespace auweave::programs {

// "host[:port]/client" from the command line of a client that opens a session elsewhere (ssh, scp, psql …); empty:
// it is none, or names no host. It is what was meant, not what was reached: ssh's own configuration may send it
// elsewhere, and the connection's own event says where.
std::string client_target(std::string_view exe, Words argv);

// Whom ssh logs in as, and at which host, as its command line has it. Views of `argv`.
struct SshGoal {
  std::string_view
      user;  // empty: the command line does not say; ssh_config(5) may, else it is the caller's name
  std::string_view host;  // empty: none
};
SshGoal ssh_goal(Words argv);

}  // namespace auweave::programs
