// IpRange: a range of IP addresses, written as 10.0.0.0/8, fd99::/16 or 10.1.2.3. A value.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::base {

class IpRange {
 public:
  // Error (config): `text` is neither an address nor ADDRESS/BITS.
  static Result<IpRange> parse(std::string_view text);
  // True if `address` is an IP address inside the range. A text that is no IP address is in no
  // range.
  [[nodiscard]] bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  int family_ = 0;
  int bits_ = 0;
};

// True if `text` is an IPv4 address of four decimal numbers without leading zeros.
[[nodiscard]] bool is_plain_ipv4(std::string_view text);

// Returns the canonical text of an IP address. IPv6 is written as in RFC 5952, and an IPv4-mapped
// IPv6 address as its IPv4 address. Returns an empty text for a text that is no address.
[[nodiscard]] std::string normal_address(std::string_view text);

}  // namespace auweave::base
