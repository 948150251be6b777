// WallTime: a moment as a log tells it, nanoseconds since 1970 UTC. A value; nothing here reads a
// clock.
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

// RFC 3339 in UTC with milliseconds, or nanoseconds where there are any below a millisecond.
// Years 0000 to 9999; anything outside is clamped to them (a corrupt record can claim any second).
void append_rfc3339(WallTime time, std::string& out);
[[nodiscard]] std::string rfc3339(WallTime time);

}  // namespace auweave::base
