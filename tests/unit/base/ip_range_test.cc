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

TEST(NormalAddress, IsOneForEachAddress) {
  EXPECT_EQ(normal_address("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(normal_address("::ffff:10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(normal_address("FD99:0:0::1"), "fd99::1");
  EXPECT_EQ(normal_address("fd99::ffff:10.1.2.3"), "fd99::ffff:a01:203");
  for (const char* text : {"", "host", "10.1.2", "10.1.2.256", "10.1.2.3/8", "fd99:::1", "?"})
    EXPECT_EQ(normal_address(text), "") << text;
}

// What it takes is what inet_pton(3) takes and inet_ntop(3) writes.
TEST(PlainIpv4, IsItsOwnNormalForm) {
  for (const char* text : {"0.0.0.0", "10.99.0.2", "255.255.255.255", "1.20.100.0"}) {
    EXPECT_TRUE(is_plain_ipv4(text)) << text;
    EXPECT_EQ(normal_address(text), text);
  }
  for (const char* text :
       {"", "1", "1.2.3", "1.2.3.", ".1.2.3", "1.2.3.4.", "1.2.3.4.5", "01.2.3.4", "1.2.3.256",
        "1.2.3.1000", "1..3.4", "1.2.3.x", "1.2.3.4 ", "-1.2.3.4"})
    EXPECT_FALSE(is_plain_ipv4(text)) << text;
}

}  // namespace
}  // namespace auweave::base
