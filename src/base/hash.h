// Hash: 64 bits of a text, the same on every machine and in every version of the program: what is saved may hold it.
#pragma once

#include <cstdint>
#include <string_view>

namespace auweave::base {

// XXH3 (xxhash 0.8), whose values are fixed.
[[nodiscard]] std::uint64_t hash_of(std::string_view text);
// Goes on from another hash.
[[nodiscard]] std::uint64_t hash_of(std::string_view text, std::uint64_t seed);

}  // namespace auweave::base
