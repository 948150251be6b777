#include "base/ip_range.h"

#include <gtest/gtest.h>

namespace auweave::base {
namespace {

bool in(std::string_view range, std::string_view address) {
  auto parsed = IpRange::parse(range);
  return parsed.ok() && parsed->contains(address);
}

TEST(IpRange, HoldsItsAddresses) {
  EXPECT_TRUE(in("10.99.0.0/16", "10.99.255.1"));
  EXPECT_FALSE(in("10.99.0.0/16", "10.98.0.1"));
  EXPECT_TRUE(in("10.99.0.128/25", "10.99.0.200"));
  EXPECT_FALSE(in("10.99.0.128/25", "10.99.0.100"));
  EXPECT_TRUE(in("10.1.2.3", "10.1.2.3"));
  EXPECT_FALSE(in("10.1.2.3", "10.1.2.4"));
  EXPECT_TRUE(in("0.0.0.0/0", "255.1.1.1"));
  EXPECT_FALSE(in("0.0.0.0/0", "fd99::2"));
  EXPECT_TRUE(in("fd99::/16", "fd99::2"));
  EXPECT_TRUE(in("fd99::/15", "fd98::2"));
  EXPECT_FALSE(in("fd99::/16", "fe80::2"));
  EXPECT_FALSE(in("fd99::/16", "?"));
}

TEST(IpRange, RefusesWhatIsNone) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "fd99::/129", "host", "/8",
                           "10.0.0.0/-1", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(IpRange::parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace auweave::base
