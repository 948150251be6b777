// Seen: which events were finished lately, and with which lines, in bounded memory. It lets an
// overlap of two files pass as one, and tells it from a record that came too late.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/codec.h"
#include "model/ids.h"

namespace auweave::audit {

// Roughly the last N of a stream of hashes (N a power of two): buckets of eight in which the newest
// takes the oldest's place, so that adding costs one store and nothing is ever allocated.
class RecentHashes {
 public:
  explicit RecentHashes(std::size_t most) : slots_(most), next_(most / kBucket) {}
  void add(std::uint64_t hash);
  [[nodiscard]] bool contains(std::uint64_t hash) const;
  void encode(base::Encoder& out) const;
  void decode(base::Decoder& in);

 private:
  static constexpr std::size_t kBucket = 8;
  [[nodiscard]] std::size_t bucket(std::uint64_t hash) const { return hash & (next_.size() - 1); }

  std::vector<std::uint64_t> slots_;  // 0: empty
  std::vector<std::uint8_t> next_;    // of each bucket, the slot to use next
};

class Seen {
 public:
  void finished(std::string_view node, const model::EventKey& key);
  [[nodiscard]] bool is_finished(std::string_view node, const model::EventKey& key) const;
  // A line is its raw part: the RAW and the ENRICHED log of one host overlap too.
  void line(std::string_view raw);
  [[nodiscard]] bool has_line(std::string_view raw) const;

  void encode(base::Encoder& out) const;
  void decode(base::Decoder& in);

 private:
  // Merged by time, overlapping files bring an event's lines close together; the window is for what
  // comes again later in one file.
  RecentHashes events_{1UL << 14U};
  RecentHashes lines_{1UL << 17U};
};

}  // namespace auweave::audit
