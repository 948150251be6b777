#include "intake/quotas.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace auweave::intake {
namespace {

base::WallTime at(std::int64_t seconds) { return base::WallTime::from_ms(seconds * 1000); }

TEST(Allowance, IsOfAMinuteAndGrowsWithTime) {
  Allowance bytes(60);
  EXPECT_TRUE(bytes.has_some(at(1'000'000)));
  bytes.take(59);
  EXPECT_TRUE(bytes.has_some(at(1'000'000)));
  bytes.take(11);
  EXPECT_FALSE(bytes.has_some(at(1'000'000))) << "what was too much is owed";
  EXPECT_FALSE(bytes.has_some(at(1'000'009)));
  EXPECT_TRUE(bytes.has_some(at(1'000'011)));
  bytes.take(1);
  EXPECT_FALSE(bytes.has_some(at(1'000'011)));
  EXPECT_TRUE(bytes.has_some(at(2'000'000)));
  bytes.take(60);
  EXPECT_FALSE(bytes.has_some(at(2'000'000))) << "no more than a minute's amount is kept";
}

TEST(Allowance, OfOneAMinuteGrowsThoughItIsAskedOften) {
  Allowance begun(1);
  EXPECT_TRUE(begun.has_some(at(0)));
  begun.take(1);
  for (std::int64_t second = 1; second < 60; ++second)
    EXPECT_FALSE(begun.has_some(at(second))) << second;
  EXPECT_TRUE(begun.has_some(at(61)));
}

TEST(Allowance, GrowsByNothingWhenTheClockIsSetBack) {
  Allowance bytes(60);
  EXPECT_TRUE(bytes.has_some(at(1'000'000)));
  bytes.take(60);
  EXPECT_FALSE(bytes.has_some(at(500'000)));
  EXPECT_TRUE(bytes.has_some(at(500'001))) << "and goes on from there";
}

// An account may have 65,536 more user ids, in a namespace of its own.
TEST(AccountOf, TakesSubUidsForTheirAccount) {
  const std::vector<SubUids> all = {{1001, 100'000, 65'536}, {1002, 165'536, 65'536}};
  for (const auto& [owner, account] : {std::pair(99'999U, 99'999U),
                                       {100'000U, 1001U},
                                       {165'535U, 1001U},
                                       {165'536U, 1002U},
                                       {231'072U, 231'072U},
                                       {0U, 0U},
                                       {4'294'967'294U, 4'294'967'294U}})
    EXPECT_EQ(account_of(owner, all), account) << owner;
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
