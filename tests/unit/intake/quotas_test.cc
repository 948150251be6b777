#include "intake/quotas.h"

#include <gtest/gtest.h>

namespace auweave::intake {
namespace {

base::WallTime at(std::int64_t seconds) { return base::WallTime::from_ms(seconds * 1000); }

TEST(Allowance, IsOfAnHourAndGrowsWithTime) {
  Allowance bytes(3600);
  EXPECT_TRUE(bytes.has_some(at(1'000'000)));
  bytes.take(3599);
  EXPECT_TRUE(bytes.has_some(at(1'000'000)));
  bytes.take(11);
  EXPECT_FALSE(bytes.has_some(at(1'000'000))) << "what was too much is owed";
  EXPECT_FALSE(bytes.has_some(at(1'000'009)));
  EXPECT_TRUE(bytes.has_some(at(1'000'011)));
  bytes.take(1);
  EXPECT_FALSE(bytes.has_some(at(1'000'011)));
  EXPECT_TRUE(bytes.has_some(at(2'000'000)));
  bytes.take(3600);
  EXPECT_FALSE(bytes.has_some(at(2'000'000))) << "no more than an hour's amount is kept";
}

TEST(Allowance, OfOneAnHourGrowsThoughItIsAskedOften) {
  Allowance begun(1);
  EXPECT_TRUE(begun.has_some(at(0)));
  begun.take(1);
  for (std::int64_t second = 1; second < 3600; ++second)
    EXPECT_FALSE(begun.has_some(at(second))) << second;
  EXPECT_TRUE(begun.has_some(at(3601)));
}

TEST(Allowance, GrowsByNothingWhenTheClockIsSetBack) {
  Allowance bytes(3600);
  EXPECT_TRUE(bytes.has_some(at(1'000'000)));
  bytes.take(3600);
  EXPECT_FALSE(bytes.has_some(at(500'000)));
  EXPECT_TRUE(bytes.has_some(at(500'001))) << "and goes on from there";
}

TEST(QuotaOfOwner, TellsEachQuotaOnceAnHour) {
  QuotaOfOwner quota{Quotas{}};
  EXPECT_TRUE(quota.tells("bytes", at(10'000)));
  EXPECT_FALSE(quota.tells("bytes", at(13'599)));
  EXPECT_TRUE(quota.tells("begun", at(13'599)));
  EXPECT_TRUE(quota.tells("bytes", at(13'600)));
}

}  // namespace
}  // namespace auweave::intake
