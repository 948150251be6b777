#include "tty/timing_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <sstream>

namespace auweave::tty {
namespace {

using model::TtyPiece;

TtyPiece output(std::int64_t ms, std::size_t size) { return {ms, size, 0, 0, false}; }
TtyPiece window(std::int64_t ms, int columns, int rows) { return {ms, 0, columns, rows, false}; }

struct Read {
  std::size_t pairs = 0, bytes = 0, windows = 0;
  bool falls = false;
};

Read read(const std::string& timing) {
  Read found;
  std::istringstream words(timing);
  long last = 0;
  for (std::string word; words >> word; ++found.pairs) {
    const long ms = std::strtol(word.c_str(), nullptr, 10);
    found.falls = found.falls || ms < last;
    last = ms;
    const std::size_t sign = word.find_first_of(":=");
    if (word[sign] == '=') {
      ++found.windows;
    } else {
      found.bytes += std::strtoul(word.c_str() + sign + 1, nullptr, 10);
    }
  }
  return found;
}

std::size_t bytes_of(const std::vector<TtyPiece>& pieces) {
  std::size_t sum = 0;
  for (const TtyPiece& piece : pieces) sum += piece.size;
  return sum;
}

TEST(TimingText, HasBytesAndWindowsInTheirOrder) {
  const std::vector<TtyPiece> pieces = {window(0, 80, 24), output(0, 14), output(120, 5),
                                        window(200, 100, 30), output(200, 1)};
  EXPECT_EQ(timing_text(pieces), "0=80x24 0:14 120:5 200=100x30 200:1");
  EXPECT_EQ(timing_text({}), "");
}

TEST(TimingText, MergesTheNearestOfManyPieces) {
  std::mt19937 random(7);
  std::vector<TtyPiece> pieces;
  std::int64_t now = 0;
  for (int i = 0; i < 10'000; ++i) {
    // Two bursts with an hour between them.
    now += i == 5000 ? 3'600'000 : static_cast<std::int64_t>(random() % 4);
    pieces.push_back(i % 1000 == 999 ? window(now, 80, i) : output(now, 1 + random() % 9));
  }
  const std::string timing = timing_text(pieces);
  const Read told = read(timing);
  EXPECT_LE(told.pairs, kMostPairs);
  EXPECT_EQ(told.bytes, bytes_of(pieces));
  EXPECT_EQ(told.windows, 10U);
  EXPECT_FALSE(told.falls);
  EXPECT_NE(timing.find(" " + std::to_string(pieces[5000].after_ms) + ":"), std::string::npos);
}

TEST(TimingText, NeverFallsThoughAClockDoes) {
  const Read told = read(timing_text(std::vector<TtyPiece>{output(90, 3), output(40, 4)}));
  EXPECT_FALSE(told.falls);
  EXPECT_EQ(told.bytes, 7U);
}

// A user can resize their terminal at each byte.
TEST(TimingText, BoundsWindowsAndBytesInTurn) {
  std::vector<TtyPiece> pieces;
  for (int i = 0; i < 10'000; ++i) {
    pieces.push_back(window(i * 1000, 80 + i % 9, 24));
    pieces.push_back(output(i * 1000, 3));
  }
  pieces.push_back(window(10'000'000, 99, 33));
  const std::string timing = timing_text(pieces);
  const Read told = read(timing);
  EXPECT_LE(told.pairs, kMostPairs);
  EXPECT_EQ(told.bytes, bytes_of(pieces));
  EXPECT_TRUE(timing.ends_with("=99x33")) << timing.substr(timing.size() - 40);
}

}  // namespace
}  // namespace auweave::tty
