#include "plugin/rate.h"

#include <gtest/gtest.h>

namespace auweave::plugin {
namespace {

base::WallTime at(std::int64_t seconds) { return base::WallTime::from_ms(seconds * 1000); }

TEST(Rate, IsThatOfTheLastTenSeconds) {
  Rate rate;
  EXPECT_EQ(rate.look(at(0), 0), 0);
  EXPECT_EQ(rate.look(at(2), 10), 5);
  for (int second = 3; second <= 20; ++second) rate.look(at(second), 10);
  EXPECT_EQ(rate.look(at(21), 10), 0);
  EXPECT_EQ(rate.look(at(22), 1010), 100);
}

TEST(Rate, BearsAClockThatIsSetBack) {
  Rate rate;
  rate.look(at(100), 1000);
  EXPECT_EQ(rate.look(at(50), 2000), 0);
  EXPECT_EQ(rate.look(at(51), 2100), 100);
}

}  // namespace
}  // namespace auweave::plugin
