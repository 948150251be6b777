#include "base/ip_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace auweave::base {
namespace {

struct Address {
  std::array<std::uint8_t, 16> bytes{};
  int family = 0;
};

std::optional<Address> address_of(std::string_view text) {
  const std::string terminated(text);
  Address address;
  for (const int family : {AF_INET, AF_INET6}) {
    address.family = family;
    if (::inet_pton(family, terminated.c_str(), address.bytes.data()) == 1) return address;
  }
  return std::nullopt;
}

}  // namespace

Result<IpRange> IpRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = address_of(text.substr(0, slash));
  const std::uint64_t most = address.has_value() && address->family == AF_INET ? 32 : 128;
  std::optional<std::uint64_t> bits = most;
  if (slash != std::string_view::npos) bits = parse_unsigned(text.substr(slash + 1));
  if (!address.has_value() || !bits.has_value() || *bits > most) {
    return Error{ErrorKind::config,
                 "'" + std::string(text) + "' is no network (10.0.0.0/8, fd99::/16, 10.1.2.3)"};
  }
  IpRange range;
  range.bytes_ = address->bytes;
  range.family_ = address->family;
  range.bits_ = static_cast<int>(*bits);
  return range;
}

bool IpRange::contains(std::string_view text) const {
  const auto address = address_of(text);
  if (!address.has_value() || address->family != family_) return false;
  int left = bits_;
  for (std::size_t i = 0; i < bytes_.size() && left > 0; ++i, left -= 8) {
    const unsigned mask = left >= 8 ? 0xFFU : 0xFFU << static_cast<unsigned>(8 - left) & 0xFFU;
    if (((address->bytes[i] ^ bytes_[i]) & mask) != 0) return false;
  }
  return true;
}

bool is_plain_ipv4(std::string_view text) {
  int numbers = 0;
  while (true) {
    std::size_t digits = 0;
    unsigned number = 0;
    while (digits < text.size() && digits < 3 && text[digits] >= '0' && text[digits] <= '9')
      number = number * 10 + static_cast<unsigned>(text[digits++] - '0');
    const bool good = digits > 0 && number <= 255 && (text[0] != '0' || digits == 1);
    if (!good) return false;
    ++numbers;
    if (digits == text.size()) return numbers == 4;
    if (text[digits] != '.' || numbers == 4) return false;
    text.remove_prefix(digits + 1);
  }
}

std::string normal_address(std::string_view text) {
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const auto address = address_of(text);
  if (!address.has_value()) return {};
  const auto& bytes = address->bytes;
  const bool mapped =
      address->family == AF_INET6 && std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
  std::array<char, INET6_ADDRSTRLEN> written{};
  const bool good =
      ::inet_ntop(mapped ? AF_INET : address->family, bytes.data() + (mapped ? kMapped.size() : 0),
                  written.data(), written.size()) != nullptr;
  return good ? written.data() : "";
}

}  // namespace auweave::base
