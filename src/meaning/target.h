// Target: the host/service an event acts upon, as far as the event itself tells.
#pragma once

#include <string>
#include <string_view>

#include "model/audit_event.h"

namespace auweave::meaning {

// "ip:port/comm" of a connection (IPv6 in brackets). Empty for other families.
std::string connection_target(const model::Peer& peer, std::string_view comm);

}  // namespace auweave::meaning
