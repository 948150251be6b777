// RecentHashes: what went by lately, in memory that never grows. A value; one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace auweave::base {

// A hash with one more part in it (Fibonacci hashing).
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t part) {
  hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}

// Roughly the last N of a stream of hashes (N a power of two): buckets of eight in which the newest
// takes the oldest's place, so that adding costs one store and nothing is ever allocated.
class RecentHashes {
 public:
  explicit RecentHashes(std::size_t most) : slots_(most), next_(most / kBucket) {}
  void add(std::uint64_t hash);
  [[nodiscard]] bool contains(std::uint64_t hash) const;
  // Of one of the same size.
  template <typename Archive>
  void state(Archive& archive) {
    const std::size_t most = slots_.size();
    archive(slots_, next_);
    if constexpr (Archive::kLoads) {
      if (slots_.size() == most && next_.size() == most / kBucket) return;
      archive.fail();
      *this = RecentHashes(most);
    }
  }

 private:
  static constexpr std::size_t kBucket = 8;
  [[nodiscard]] std::size_t bucket(std::uint64_t hash) const { return hash & (next_.size() - 1); }

  std::vector<std::uint64_t> slots_;  // 0: empty
  std::vector<std::uint8_t> next_;    // of each bucket, the slot to use next
};

}  // namespace auweave::base
