// WallTime: a moment in a log, in nanoseconds since 1970 UTC. No function of WallTime reads a
// clock. A value.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace auweave::base {

struct WallTime {
  std::int64_t ns = 0;
  auto operator<=>(const WallTime&) const = default;
  template <typename Archive>
  void state(Archive& archive) {
    archive(ns);
  }

  static constexpr WallTime from_ms(std::int64_t ms) { return {ms * 1'000'000}; }
  [[nodiscard]] constexpr std::int64_t ms() const { return ns / 1'000'000; }
};

[[nodiscard]] constexpr WallTime later(WallTime time, std::int64_t ms) {
  return {time.ns + ms * 1'000'000};
}

// Writes a moment as RFC 3339 in UTC. The written fraction of a second has three digits, or nine if
// the moment is not a whole millisecond. The written year always has four digits, because 64 bits
// of nanoseconds reach only from 1677 to 2262.
void append_rfc3339(WallTime time, std::string& out);
[[nodiscard]] std::string rfc3339(WallTime time);

}  // namespace auweave::base
