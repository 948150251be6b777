#include "model/event_id.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace auweave::model {
namespace {

TEST(EventId, EscapesAllButLettersDigitsAndFourMarks) {
  EXPECT_EQ(escaped_in_id("bastion-01.example_org~"), "bastion-01.example_org~");
  EXPECT_EQ(escaped_in_id("a/b%c d:é"), "a%2Fb%25c%20d%3A%C3%A9");
  EXPECT_EQ(escaped_in_id(std::string_view("\0", 1)), "%00");
  EXPECT_EQ(escaped_in_id(""), "");
}

TEST(EventId, GivesNoTwoHostsOneName) {
  std::mt19937 random(20261130);
  std::map<std::string, std::string> hosts;
  constexpr std::string_view bytes = "a/%2F.é\0";
  for (int i = 0; i < 20'000; ++i) {
    std::string host;
    for (auto size = random() % 6; size > 0; --size) host += bytes[random() % bytes.size()];
    const auto [known, fresh] = hosts.emplace(escaped_in_id(host), host);
    ASSERT_EQ(known->second, host);
    ASSERT_EQ(known->first.find('/'), std::string::npos);
  }
  EXPECT_GT(hosts.size(), 1000U);
}

TEST(EventId, IsHostTimeAndSerial) {
  EXPECT_EQ(key_text("bastion01", {1795243350, 5, 136242}), "bastion01/1795243350.005/136242");
  EXPECT_EQ(key_text("a b", {1, 0, 4294967295}), "a%20b/1.000/4294967295");
}

TEST(EventId, IsAHashWhereItWouldBeLong) {
  const std::string longest(kLongestId, 'a');
  EXPECT_EQ(bounded_id(longest), longest);
  const std::string hashed = bounded_id(longest + 'a');
  EXPECT_EQ(hashed.size(), 32U);
  EXPECT_EQ(hashed.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(hashed, bounded_id(longest + 'b'));
}

}  // namespace
}  // namespace auweave::model
