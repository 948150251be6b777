// Digests for identifiers that stay the same for ever. The only user of libcrypto.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace auweave::base {

// First 128 bits of SHA-256. Cryptographic on purpose: chunk ids come from JSON that any local
// user can write, and one who could make two documents share an event_id could overwrite the other.
using Digest = std::array<std::uint8_t, 16>;

// Hashes a list of parts; each is preceded by its length, so ("ab","c") is not ("a","bc").
class Digester {
 public:
  Digester();
  ~Digester();
  Digester(const Digester&) = delete;
  Digester& operator=(const Digester&) = delete;

  Digester& add(std::string_view part);
  Digester& add(std::uint64_t part);
  // Ends this list and begins the next.
  Digest finish();

 private:
  std::string parts_;
  void* context_;
};

// HMAC-SHA-256 in 64 lower-case hex digits: says that two texts are equal, and not what they are to one
// who has no key.
[[nodiscard]] std::string keyed_hash(std::string_view key, std::string_view text);

// 32 lower-case hex digits.
[[nodiscard]] std::string hex(const Digest& digest);

}  // namespace auweave::base
