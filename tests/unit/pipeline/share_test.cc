#include "pipeline/share.h"

#include <gtest/gtest.h>

namespace auweave::pipeline {
namespace {

using std::chrono::milliseconds;

TEST(Share, GivesASliceATurnWhileNothingWaits) {
  Share share;
  for (int turn = 0; turn < 3; ++turn) {
    share.begin();
    EXPECT_TRUE(share.may_take());
    share.take(Share::kSlice - 1);
    EXPECT_TRUE(share.may_take());
    share.take(1);
    EXPECT_FALSE(share.may_take());
    share.note(milliseconds(0), milliseconds(40), false);
  }
}

// In a thousand turns that lack time, each of which takes a followed input of 5 ms if it may.
TEST(Share, GivesRecordsMostOfTheTimeWhileTheyWait) {
  Share share;
  milliseconds records{0}, followed{0};
  for (int turn = 0; turn < 1000; ++turn) {
    share.begin();
    const milliseconds spent = share.may_take() ? milliseconds(5) : milliseconds(0);
    followed += spent;
    records += milliseconds(50) - spent;
    share.note(milliseconds(50) - spent, spent, true);
  }
  EXPECT_NEAR(static_cast<double>(followed.count()) / static_cast<double>(records.count()), 1.0 / 9,
              0.01);
}

// An input that took a second is paid back, but no more than half a second of it.
TEST(Share, ForgivesWhatTookVeryLong) {
  Share share;
  share.note(milliseconds(0), milliseconds(10'000), true);
  EXPECT_FALSE(share.may_take());
  for (int turn = 0; turn < 90; ++turn) share.note(milliseconds(50), milliseconds(0), true);
  EXPECT_FALSE(share.may_take());
  for (int turn = 0; turn < 5; ++turn) share.note(milliseconds(50), milliseconds(0), true);
  EXPECT_TRUE(share.may_take());
}

}  // namespace
}  // namespace auweave::pipeline
