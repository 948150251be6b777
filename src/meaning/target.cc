#include "meaning/target.h"

#include "base/text.h"

namespace auweave::meaning {

std::string connection_target(const model::Peer& peer, std::string_view comm) {
  using Family = model::Peer::Family;
  if (peer.family != Family::inet && peer.family != Family::inet6) return "";
  return base::bracketed(peer.address) + ":" + std::to_string(peer.port) + "/" + std::string(comm);
}

}  // namespace auweave::meaning
