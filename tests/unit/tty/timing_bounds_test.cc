// Of whatever pieces: a timing is bounded, loses no byte, and never falls.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tty/timing_text.h"

namespace auweave::tty {
namespace {

using Pieces = std::vector<model::TtyPiece>;

model::TtyPiece shown(std::int64_t ms, std::size_t bytes) { return {ms, bytes, 0, 0, false}; }
model::TtyPiece resized(std::int64_t ms, int columns) { return {ms, 0, columns, 24, false}; }

// Checks what holds of every timing, and returns the number of its pairs.
std::size_t checked_pairs(const Pieces& pieces) {
  std::size_t expected = 0;
  for (const model::TtyPiece& piece : pieces) expected += piece.size;
  std::size_t pairs = 0;
  std::size_t bytes = 0;
  std::int64_t last = 0;
  std::istringstream words(timing_text(pieces));
  for (std::string word; words >> word; ++pairs) {
    std::size_t end = 0;
    const std::int64_t ms = std::stoll(word, &end);
    EXPECT_GE(ms, last) << word;
    last = ms;
    EXPECT_TRUE(word[end] == ':' || word[end] == '=') << word;
    if (word[end] == ':') bytes += std::stoull(word.substr(end + 1));
  }
  EXPECT_LE(pairs, kMostPairs);
  EXPECT_EQ(bytes, expected);
  return pairs;
}

TEST(TimingBounds, MergesNothingWhereThePairsSuffice) {
  Pieces pieces;
  for (std::size_t i = 0; i < kMostPairs; ++i)
    pieces.push_back(shown(static_cast<std::int64_t>(i), 1));
  EXPECT_EQ(checked_pairs(pieces), kMostPairs);
  pieces.push_back(shown(static_cast<std::int64_t>(kMostPairs), 1));
  EXPECT_EQ(checked_pairs(pieces), kMostPairs / 2 + 1);
}

TEST(TimingBounds, HoldWhereAClockStepsBackAndForth) {
  std::mt19937 random(20261130);
  for (int round = 0; round < 20; ++round) {
    Pieces pieces;
    for (int i = 0; i < 10'000; ++i) {
      const std::int64_t ms = static_cast<std::int64_t>(random() % 200'000) - 1000;
      pieces.push_back(random() % 50 == 0 ? resized(ms, 80) : shown(ms, random() % 10));
    }
    EXPECT_GT(checked_pairs(pieces), 0U);
    // The same in order, with a step back now and then.
    std::sort(pieces.begin(), pieces.end(),
              [](const auto& a, const auto& b) { return a.after_ms < b.after_ms; });
    for (int i = 0; i < 100; ++i) std::swap(pieces[random() % 10'000], pieces[random() % 10'000]);
    EXPECT_GT(checked_pairs(pieces), 0U);
  }
}

TEST(TimingBounds, KeepsEachWindowOfAnOrdinaryChunk) {
  Pieces pieces;
  for (int i = 0; i < 10'000; ++i)
    pieces.push_back(i % 100 == 0 ? resized(i * 5, 80 + i % 300) : shown(i * 5, 3));
  const std::string timing = timing_text(pieces);
  EXPECT_EQ(std::count(timing.begin(), timing.end(), '='), 100);
  checked_pairs(pieces);
}

// Windows and bytes in turn merge with nothing.
TEST(TimingBounds, HoldWhereWindowsAndBytesTakeTurns) {
  for (const std::int64_t apart : {0, 1, 1000, 100'000'000}) {
    for (const bool window_last : {false, true}) {
      Pieces pieces;
      for (int i = 0; i < 10'000; ++i) {
        pieces.push_back(resized(i * apart, 80 + i % 9));
        pieces.push_back(shown(i * apart, 3));
      }
      if (window_last) pieces.push_back(resized(10'000 * apart, 99));
      EXPECT_GT(checked_pairs(pieces), 0U);
      EXPECT_EQ(timing_text(pieces).ends_with("=99x24"), window_last);
    }
  }
}

TEST(TimingBounds, HoldForTimesOfAnySize) {
  Pieces pieces;
  for (int i = 0; i < 10'000; ++i) pieces.push_back(shown(i * 900'000'000'000'000, 1));
  EXPECT_GT(checked_pairs(pieces), 1U);
}

}  // namespace
}  // namespace auweave::tty
