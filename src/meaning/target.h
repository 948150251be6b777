// Target: the host/service an event acts upon, as far as the event itself tells.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/audit_event.h"

namespace auweave::meaning {

// "ip:port/comm" of a connection (IPv6 in brackets). Empty for other families.
std::string connection_target(const model::Peer& peer, std::string_view comm);

// "host[:port]/client" from the command line of a client that opens a session elsewhere (ssh, scp,
// psql …). Empty when it is none of them, or names no host. What is meant, not what was reached:
// ssh's own configuration may send it elsewhere, and the connection's own event says where. The
// client is known by `exe`; by argv[0], which anybody may forge, only where exe is empty.
std::string client_target(std::span<const std::string_view> argv, std::string_view exe);

// Whom ssh logs in as, and at which host, as its command line has it. Views of `argv`.
struct SshGoal {
  std::string_view user;  // empty: it does not say. ssh_config(5) may, else it is the caller's name
  std::string_view host;  // empty: none
};
SshGoal ssh_goal(std::span<const std::string_view> argv);

}  // namespace auweave::meaning
