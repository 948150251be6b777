// Hash: a 64-bit hash of a text. A text's hash is equal on every machine and in every version of
// the program, so saved state may contain hashes.
#pragma once

#include <cstdint>
#include <string_view>

namespace auweave::base {

// Returns the XXH3 hash of `text` (xxhash 0.8), whose values are fixed.
[[nodiscard]] std::uint64_t hash_of(std::string_view text);
// Returns the XXH3 hash of `text` with `seed`, which may be another text's hash.
[[nodiscard]] std::uint64_t hash_of(std::string_view text, std::uint64_t seed);

}  // namespace auweave::base
