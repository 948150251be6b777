// RecentHashes: a memory of recent hashes that never grows. A value; one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace auweave::base {

// Returns a hash of `hash` together with `part` (Fibonacci hashing).
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t part) {
  hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}

// A RecentHashes holds roughly the last `most` hashes of a stream; `most` is a power of two.
// RecentHashes keeps hashes in buckets of eight, and in a full bucket the newest hash replaces the
// oldest. Adding a hash to RecentHashes costs one store and allocates no memory.
class RecentHashes {
 public:
  explicit RecentHashes(std::size_t most) : slots_(most), next_(most / kBucket) {}
  void add(std::uint64_t hash);
  [[nodiscard]] bool contains(std::uint64_t hash) const;
  // A saved RecentHashes can be loaded only into a RecentHashes with an equal `most`.
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

  std::vector<std::uint64_t> slots_;  // 0: an empty slot
  std::vector<std::uint8_t> next_;    // for each bucket the slot that is overwritten next
};

}  // namespace auweave::base
