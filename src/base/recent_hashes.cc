#include "base/recent_hashes.h"

#include <algorithm>

namespace auweave::base {

void RecentHashes::add(std::uint64_t hash) {
  std::uint8_t& slot = next_[bucket(hash)];
  slots_[bucket(hash) * kBucket + slot] = hash;
  slot = static_cast<std::uint8_t>((slot + 1) % kBucket);
}

bool RecentHashes::contains(std::uint64_t hash) const {
  const auto first = slots_.begin() + static_cast<std::ptrdiff_t>(bucket(hash) * kBucket);
  return std::find(first, first + kBucket, hash) != first + kBucket;
}

}  // namespace auweave::base
