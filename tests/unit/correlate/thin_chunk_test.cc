// What moves a screen, and chunks that do it often.
#include "correlate/thin_chunk.h"

#include <gtest/gtest.h>

#include <string>

namespace auweave::correlate {
namespace {

TEST(Moves, AreWhatMovesOrClearsTheScreen) {
  for (const char* text :
       {"\n", "\v", "\f", "\x1BM",
        "\x1B"
        "D",
        "\x1B"
        "E",
        "\x1B"
        "c",
        "\x1B[J", "\x1B[2J", "\x1B[3;4L", "\x1B[M", "\x1B[5S", "\x1B[T", "\x1B[?1049h", "\x1B[?47l",
        "\xC2\x9B"
        "2J",
        "\xC2\x8D"})
    EXPECT_EQ(moves_in(std::string("a") + text + "b"), 1U) << text + 1;
  for (const char* text :
       {"", "\r", "\t", "\x1B[1;31m", "\x1B[K", "\x1B[10;20H", "\x1B[?25l", "\x1B[?2004h",
        "\x1B]0;M\x07", "\x1B(B", "\x1B[", "\x1B", "\xC2\xA9", "\xC2"})
    EXPECT_EQ(moves_in(std::string("a") + text), 0U) << text;
  EXPECT_EQ(moves_in("a\x1B[2J\n\x1B[1;31mx\x1B[H\x1B[J"), 3U);
}

TEST(Thinned, IsAChunkWithoutTheLinesInItsMiddle) {
  model::TtyChunk chunk;
  const auto add = [&](std::size_t from, std::size_t to) {
    const std::size_t before = chunk.output.size();
    for (std::size_t line = from; line <= to; ++line) chunk.output += std::to_string(line) + "\n";
    chunk.pieces.push_back({0, chunk.output.size() - before, 0, 0});
  };
  chunk.pieces.push_back({0, 0, 80, 24});
  add(1, 100);
  add(101, 2 * kThinMoves);
  EXPECT_FALSE(thinned(chunk).has_value());
  add(2 * kThinMoves + 1, 900);
  chunk.pieces.push_back({5, 0, 90, 30});
  add(901, 1000);
  chunk.output += "prompt";
  chunk.pieces.back().size += 6;
  chunk.left_out = 3;
  const auto thin = thinned(chunk);
  ASSERT_TRUE(thin.has_value());
  std::string expected;
  for (std::size_t line = 1; line <= kThinMoves; ++line) expected += std::to_string(line) + "\n";
  for (std::size_t line = 1001 - kThinMoves; line <= 1000; ++line)
    expected += std::to_string(line) + "\n";
  EXPECT_EQ(thin->output, expected + "prompt");
  EXPECT_EQ(thin->left_out, 3 + chunk.output.size() - thin->output.size());
  std::string pieces;
  for (const model::TtyPiece& piece : thin->pieces)
    pieces += std::to_string(piece.size) + (piece.columns != 0 ? "w " : " ");
  EXPECT_EQ(pieces, "0w 292 112 112 0w 407 ");
  std::size_t sum = 0;
  for (const model::TtyPiece& piece : thin->pieces) sum += piece.size;
  EXPECT_EQ(sum, thin->output.size());
}

TEST(Thinned, KeepsPrivateModesOfTheMiddle) {
  model::TtyChunk chunk;
  for (std::size_t i = 0; i < 2000; ++i) {
    chunk.output += "x\x1B[2J";
    if (i == 900) chunk.output += "\x1B[?1049l";
    if (i == 901) chunk.output += "\x1B[?25h";
  }
  chunk.pieces = {{0, 4000, 0, 0}, {1, chunk.output.size() - 4000, 0, 0}};
  const auto thin = thinned(chunk);
  ASSERT_TRUE(thin.has_value());
  std::string ends;
  for (std::size_t i = 0; i < kThinMoves; ++i) ends += "x\x1B[2J";
  EXPECT_EQ(thin->output, ends + "\x1B[?1049l\x1B[?25h" + ends);
  EXPECT_EQ(thin->left_out, chunk.output.size() - thin->output.size());
  EXPECT_EQ(thin->pieces.at(0).size + thin->pieces.at(1).size, thin->output.size());
}

TEST(Thinned, KeepsFewOfManyPrivateModes) {
  model::TtyChunk chunk;
  for (std::size_t i = 0; i < 2000; ++i) chunk.output += "\x1B[?1049h\x1B[?1049l";
  chunk.pieces = {{0, chunk.output.size(), 0, 0}};
  const auto thin = thinned(chunk);
  ASSERT_TRUE(thin.has_value());
  EXPECT_EQ(moves_in(thin->output), 2 * kThinMoves + 16);
  EXPECT_EQ(thin->pieces.at(0).size, thin->output.size());
}

}  // namespace
}  // namespace auweave::correlate
