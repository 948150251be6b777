// Latency: how long documents took, from the time that they tell to when they were delivered. A value.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace auweave::deliver {

struct Latency {
  // Milliseconds; what took longer is in the last count.
  static constexpr std::array<std::int64_t, 12> kBounds = {
      10, 25, 50, 100, 250, 500, 1000, 2500, 10'000, 30'000, 60'000, 600'000};
  std::array<std::uint64_t, kBounds.size() + 1> counts{};
  std::int64_t sum_ms = 0;

  // Clocks differ: one that is ahead of its time took none.
  void add(std::int64_t ms) {
    ms = std::max<std::int64_t>(ms, 0);
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), ms) - kBounds.begin();
    ++counts.at(static_cast<std::size_t>(bucket));
    sum_ms += ms;
  }
};

}  // namespace auweave::deliver
