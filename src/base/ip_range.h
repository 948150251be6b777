// IpRange: addresses as people write them: 10.0.0.0/8, fd99::/16, 10.1.2.3. A value.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::base {

class IpRange {
 public:
  // Error (config): it is neither an address nor ADDRESS/BITS.
  static Result<IpRange> parse(std::string_view text);
  // False for what is no address.
  [[nodiscard]] bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  int family_ = 0;
  int bits_ = 0;
};

// Four numbers with dots, each as short as can be.
[[nodiscard]] bool is_plain_ipv4(std::string_view text);

// The one form of each address: IPv6 as RFC 5952 has it, an IPv4 address in an IPv6 one as IPv4. Empty
// for what is no address.
[[nodiscard]] std::string normal_address(std::string_view text);

}  // namespace auweave::base
