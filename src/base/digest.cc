#include "base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <span>

namespace auweave::base {
namespace {

EVP_MD_CTX* context(void* raw) { return static_cast<EVP_MD_CTX*>(raw); }

// Fetched once a process: EVP_sha256() looks the algorithm up again at each use (OpenSSL 3).
const EVP_MD* sha256() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}

std::string lower_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out(2 * bytes.size(), '0');
  char* at = out.data();
  for (const std::uint8_t byte : bytes) {
    *at++ = digits[byte >> 4U];
    *at++ = digits[byte & 15U];
  }
  return out;
}

}  // namespace

Digester::Digester() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || sha256() == nullptr) std::abort();  // no memory, or no libcrypto
}

Digester::~Digester() { EVP_MD_CTX_free(context(context_)); }

Digester& Digester::add(std::string_view part) {
  add(static_cast<std::uint64_t>(part.size()));
  parts_.append(part);
  return *this;
}

Digester& Digester::add(std::uint64_t part) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    parts_ += static_cast<char>((part >> shift) & 255U);
  return *this;
}

Digest Digester::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> full{};
  unsigned size = 0;
  if (EVP_DigestInit_ex2(context(context_), sha256(), nullptr) != 1 ||
      EVP_DigestUpdate(context(context_), parts_.data(), parts_.size()) != 1 ||
      EVP_DigestFinal_ex(context(context_), full.data(), &size) != 1) {
    std::abort();  // fails only when out of memory
  }
  parts_.clear();
  Digest digest{};
  std::copy_n(full.begin(), digest.size(), digest.begin());
  return digest;
}

std::string keyed_hash(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> full{};
  std::size_t size = 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libcrypto's bytes
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(), bytes,
                text.size(), full.data(), full.size(), &size) == nullptr) {
    std::abort();  // fails only when out of memory
  }
  return lower_hex(std::span(full).first(size));
}

std::string hex(const Digest& digest) { return lower_hex(digest); }

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  text.pop_back();  // the NUL
  return text;
}

}  // namespace auweave::base
