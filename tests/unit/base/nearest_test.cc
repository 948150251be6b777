#include "base/nearest.h"

#include <gmock/gmock.h>

#include <array>

namespace auweave::base {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array<std::string_view, 8> kKnown = {"actor", "action", "src_ip",  "src_port",
                                                    "host",  "lower",  "session", "pid"};

TEST(Nearest, IsASlipAway) {
  EXPECT_THAT(nearest("actr", kKnown), ElementsAre("actor"));       // a letter missing
  EXPECT_THAT(nearest("actoor", kKnown), ElementsAre("actor"));     // one too many
  EXPECT_THAT(nearest("hosd", kKnown), ElementsAre("host"));        // another
  EXPECT_THAT(nearest("hsot", kKnown), ElementsAre("host"));        // swapped
  EXPECT_THAT(nearest("SrcIp", kKnown), ElementsAre("src_ip"));     // other case and separators
  EXPECT_THAT(nearest("lowercase", kKnown), ElementsAre("lower"));  // one is cut off
  EXPECT_THAT(nearest("sess", kKnown), ElementsAre("session"));
  EXPECT_THAT(nearest("acton", kKnown), ElementsAre("actor", "action"));
}

TEST(Nearest, IsNotWhatIsFar) {
  EXPECT_THAT(nearest("zebra", kKnown), IsEmpty());
  EXPECT_THAT(nearest("ip", kKnown), IsEmpty());
  EXPECT_THAT(nearest("", kKnown), IsEmpty());
  EXPECT_THAT(nearest(std::string(10'000, 'a'), kKnown), IsEmpty());
}

TEST(Meant, AsksOrTellsAll) {
  EXPECT_EQ(meant("acton", kKnown), "; did you mean 'actor' or 'action'?");
  EXPECT_EQ(meant("x", std::array<std::string_view, 2>{"left", "right"}), "; known: left, right");
}

}  // namespace
}  // namespace auweave::base
