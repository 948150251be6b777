// CommandOwner: the values that every command of a session has. A CommandOwner has copies of
// values, since a command may outlive the session's entry in the table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "session/session.h"

namespace auweave::correlate {

struct CommandOwner {
  std::string session_id, session_key, host, boot_id, actor, person, person_inferred, src_ip,
      service;
  std::optional<std::int64_t> src_port;
  std::vector<session::Ticket> tickets;
  std::optional<base::WallTime> closed;  // end of the session

  template <typename Archive>
  void state(Archive& archive) {
    archive(session_id, session_key, host, boot_id, actor, person, person_inferred, src_ip, service,
            src_port, tickets, closed);
  }
};

}  // namespace auweave::correlate
