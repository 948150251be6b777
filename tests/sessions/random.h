// Numbers from a seed, the same on every machine: <random>'s distributions are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace auweave::sessions {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  // 0 to below - 1.
  std::size_t number(std::size_t below) {
    state_ += 0x9E3779B97F4A7C15ULL;  // splitmix64
    std::uint64_t x = state_;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>((x ^ (x >> 31U)) % below);
  }
  int between(int least, int most) {
    return least + static_cast<int>(number(static_cast<std::size_t>(most - least + 1)));
  }
  bool one_in(std::size_t count) { return number(count) == 0; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[number(all.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace auweave::sessions
