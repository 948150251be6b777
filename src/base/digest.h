// Makes digests for identifiers that must never change. Only base/digest uses libcrypto.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace auweave::base {

// A Digest is the first 128 bits of a SHA-256. A Digest is cryptographic because chunk ids come
// from JSON that any local user can write. A user who could give two documents the same event_id
// could overwrite one of the two documents.
using Digest = std::array<std::uint8_t, 16>;

// Digester: hashes a list of parts. A Digester hashes each part's length before the part, so the
// lists ("ab","c") and ("a","bc") have different digests.
class Digester {
 public:
  Digester();
  ~Digester();
  Digester(const Digester&) = delete;
  Digester& operator=(const Digester&) = delete;

  Digester& add(std::string_view part);
  Digester& add(std::uint64_t part);
  // Returns the digest of the parts added since the last finish(), and begins an empty list.
  Digest finish();

 private:
  std::string parts_;
  void* context_;
};

// Returns the HMAC-SHA-256 of `text` as 64 lower-case hex digits. With one key, equal texts have
// equal keyed hashes, but a reader without the key cannot test guesses of the text.
[[nodiscard]] std::string keyed_hash(std::string_view key, std::string_view text);

// Returns the digest as 32 lower-case hex digits.
[[nodiscard]] std::string hex(const Digest& digest);

// Returns the bytes in base64 (RFC 4648), with its padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace auweave::base
