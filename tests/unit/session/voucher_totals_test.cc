// Who vouches for a recording up to its session's end, however many chunks it has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "session/recordings.h"

namespace auweave::session {
namespace {

using model::Voucher;

constexpr std::int64_t kMany = 300;  // more chunks than a Recording keeps
constexpr std::int64_t kEndMs = 100'000;

base::WallTime moment(std::int64_t ms) { return base::WallTime::from_ms(ms); }

Recording recording_with(std::int64_t chunks, Voucher voucher, std::int64_t from_ms = 0) {
  Recording recording;
  for (std::int64_t i = 0; i < chunks; ++i) recording.count(moment(from_ms + i), 1, voucher);
  return recording;
}

TEST(VoucherTotals, AreOfTheWeakestChunk) {
  Recording recording = recording_with(3, Voucher::audit_record);
  for (const Voucher next : {Voucher::journald, Voucher::own_file, Voucher::sudo_log,
                             Voucher::recorder_ran, Voucher::presence, Voucher::none}) {
    recording.count(moment(10), 1, next);
    EXPECT_EQ(recording.totals(std::nullopt).voucher, next) << name_of(next);
    recording.count(moment(11), 1, Voucher::journald);
    EXPECT_EQ(recording.totals(std::nullopt).voucher, std::min(next, Voucher::journald));
  }
}

TEST(VoucherTotals, DoNotCountAChunkAfterTheEnd) {
  for (const std::int64_t chunks : {std::int64_t{3}, kMany}) {
    Recording recording = recording_with(chunks, Voucher::journald);
    recording.count(moment(kEndMs + 1), 1, Voucher::none);
    EXPECT_EQ(recording.totals(moment(kEndMs)).voucher, Voucher::journald) << chunks;
    EXPECT_EQ(recording.totals(moment(kEndMs + 1)).voucher, Voucher::none) << chunks;
    EXPECT_EQ(recording.totals(std::nullopt).voucher, Voucher::none) << chunks;
  }
}

TEST(VoucherTotals, CountTheChunkOnTheEnd) {
  Recording recording = recording_with(3, Voucher::journald);
  recording.count(moment(kEndMs), 1, Voucher::recorder_ran);
  EXPECT_EQ(recording.totals(moment(kEndMs)).voucher, Voucher::recorder_ran);
}

TEST(VoucherTotals, RememberAWeakChunkOfLongAgo) {
  Recording recording;
  recording.count(moment(1), 1, Voucher::recorder_ran);
  for (std::int64_t i = 0; i < kMany; ++i) recording.count(moment(2 + i), 1, Voucher::journald);
  EXPECT_EQ(recording.totals(std::nullopt).voucher, Voucher::recorder_ran);
  EXPECT_EQ(recording.totals(moment(kEndMs)).voucher, Voucher::recorder_ran);
  // All that are kept are of after the end, and those before it are not.
  Recording before = recording_with(5, Voucher::sudo_log);
  for (std::int64_t i = 0; i < 256; ++i) before.count(moment(kEndMs + 1 + i), 1, Voucher::none);
  EXPECT_EQ(before.totals(moment(kEndMs)).chunks, 5U);
  EXPECT_EQ(before.totals(moment(kEndMs)).voucher, Voucher::sudo_log);
}

TEST(VoucherTotals, AreNobodysWithoutAChunk) {
  EXPECT_EQ(Recording().totals(std::nullopt).voucher, Voucher::none);
  const Recording late = recording_with(3, Voucher::journald, kEndMs + 1);
  EXPECT_EQ(late.totals(moment(kEndMs)).voucher, Voucher::none);
  EXPECT_EQ(late.totals(moment(kEndMs)).chunks, 0U);
}

}  // namespace
}  // namespace auweave::session
