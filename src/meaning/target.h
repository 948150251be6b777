// Target: the host and service that an event acts upon, as far as the event itself tells them.
#pragma once

#include <string>
#include <string_view>

#include "model/audit_event.h"

namespace auweave::meaning {

// Returns "ip:port/comm" of an IP connection, with an IPv6 address in brackets. A socket of another
// family than IP gives an empty text.
std::string connection_target(const model::Peer& peer, std::string_view comm);

}  // namespace auweave::meaning
