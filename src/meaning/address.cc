#include "meaning/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/digest.h"
#include "base/text.h"

namespace auweave::meaning {
namespace {

constexpr std::size_t kDigest = 32;

// The digest of "0a:1b:…", or "" if it is none of SHA256.
std::string digest_of(std::string_view pairs) {
  std::string digest;
  while (pairs.size() >= 2) {
    const auto byte = base::parse_unsigned(pairs.substr(0, 2), 16);
    if (!byte.has_value()) return "";
    digest += static_cast<char>(*byte);
    pairs.remove_prefix(2);
    if (pairs.starts_with(':')) pairs.remove_prefix(1);
  }
  return pairs.empty() && digest.size() == kDigest ? digest : "";
}

std::string without_padding(std::string base64) {
  while (base64.ends_with('=')) base64.pop_back();
  return base64;
}

}  // namespace

std::string_view address_in(std::string_view text, base::Arena& arena) {
  const std::string address(text.substr(0, std::min(text.find('%'), text.size())));
  in6_addr six{};
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1)
    return address.size() == text.size() ? text : std::string_view();
  if (inet_pton(AF_INET6, address.c_str(), &six) != 1) return "";
  if (IN6_IS_ADDR_V4MAPPED(&six) == 0) return text.substr(0, address.size());
  std::array<char, INET_ADDRSTRLEN> mapped{};
  std::copy_n(six.s6_addr + 12, 4, reinterpret_cast<unsigned char*>(&four));
  inet_ntop(AF_INET, &four, mapped.data(), mapped.size());
  return arena.copy(mapped.data());
}

std::string_view fingerprint(std::string_view text, base::Arena& arena) {
  constexpr std::string_view prefix = "SHA256:";
  if (text.empty() || text == "?") return "";
  if (!text.starts_with(prefix)) return text;
  const std::string digest = digest_of(text.substr(prefix.size()));
  return digest.empty() ? text
                        : arena.copy(std::string(prefix) + without_padding(base::base64(digest)));
}

}  // namespace auweave::meaning
