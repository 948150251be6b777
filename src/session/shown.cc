#include "session/shown.h"

namespace auweave::session {

void LeftOut::add(base::WallTime time, std::uint64_t bytes) {
  bytes_ += bytes;
  if (latest_.size() >= kMostLatest) latest_.erase(latest_.begin());
  latest_.push_back({time, bytes});
}

std::uint64_t LeftOut::bytes(std::optional<base::WallTime> end) const {
  std::uint64_t sum = bytes_;
  for (const Chunk& chunk : latest_) {
    if (end.has_value() && chunk.time > *end) sum -= chunk.bytes;
  }
  return sum;
}

}  // namespace auweave::session
