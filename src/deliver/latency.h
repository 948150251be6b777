// Latency: a value, a histogram of the time from a document's own time to its delivery.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace auweave::deliver {

struct Latency {
  // Upper bounds of the counts, in milliseconds. The last element of `counts` has no upper bound.
  static constexpr std::array<std::int64_t, 12> kBounds = {
      10, 25, 50, 100, 250, 500, 1000, 2500, 10'000, 30'000, 60'000, 600'000};
  std::array<std::uint64_t, kBounds.size() + 1> counts{};
  std::int64_t sum_ms = 0;

  // Adds a latency. A negative latency counts as 0, because the clocks of two hosts differ.
  void add(std::int64_t ms) {
    ms = std::max<std::int64_t>(ms, 0);
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), ms) - kBounds.begin();
    ++counts.at(static_cast<std::size_t>(bucket));
    sum_ms += ms;
  }
};

}  // namespace auweave::deliver
