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

void RecentHashes::encode(Encoder& out) const {
  for (const std::uint8_t slot : next_) out.number(slot);
  for (const std::uint64_t hash : slots_) out.number(hash);
}

void RecentHashes::decode(Decoder& in) {
  for (std::uint8_t& slot : next_) slot = static_cast<std::uint8_t>(in.number() % kBucket);
  for (std::uint64_t& hash : slots_) hash = in.number();
}

}  // namespace auweave::base
