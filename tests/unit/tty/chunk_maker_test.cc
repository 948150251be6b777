#include "tty/chunk_maker.h"

#include <gtest/gtest.h>

#include <vector>

namespace auweave::tty {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

ChunkMaker maker() {
  model::TtyChunk blank;
  blank.source = "sudo";
  blank.time = base::WallTime::from_ms(1'000'000);
  return ChunkMaker(blank);
}

TEST(ChunkMaker, CountsFromOneAndTellsTimes) {
  ChunkMaker chunks = maker();
  chunks.first_window(80, 24);
  EXPECT_FALSE(chunks.take_rest().has_value()) << "a window alone shows nothing";
  chunks.output(kSecond / 2, "one");
  chunks.output(kSecond / 2, "two");
  chunks.window(kSecond, 100, 30);
  chunks.output(2 * kSecond, "three");
  const auto chunk = chunks.take_rest();
  ASSERT_TRUE(chunk.has_value());
  EXPECT_EQ(chunk->number, 1U);
  EXPECT_EQ(chunk->time.ms(), 1'000'500);
  EXPECT_EQ(chunk->play_offset_ms, 500);
  EXPECT_EQ(chunk->recording_began().ms(), 1'000'000);
  EXPECT_EQ(chunk->duration_ms, 1500);
  EXPECT_EQ(chunk->output, "onetwothree");
  EXPECT_EQ(chunk->columns, 100);
  ASSERT_EQ(chunk->pieces.size(), 4U);
  EXPECT_EQ(chunk->pieces[0].columns, 80);
  EXPECT_EQ(chunk->pieces[1].size, 6U);
  EXPECT_EQ(chunk->pieces[2].columns, 100);
  EXPECT_EQ(chunk->pieces[3].after_ms, 1500);
  chunks.output(3 * kSecond, "x");
  EXPECT_EQ(chunks.take_rest()->number, 2U);
}

TEST(ChunkMaker, EndsAChunkByItsAgeAndBySize) {
  ChunkMaker chunks = maker();
  chunks.output(0, "a");
  EXPECT_FALSE(chunks.take_ended(ChunkMaker::kLongestNs).has_value());
  EXPECT_EQ(chunks.take_ended(ChunkMaker::kLongestNs + 1)->output, "a");
  chunks.output(6 * kSecond, std::string(ChunkMaker::kMostBytes - 1, 'b'));
  EXPECT_FALSE(chunks.take_ended(6 * kSecond).has_value());
  EXPECT_EQ(chunks.room(), 1U);
  chunks.output(6 * kSecond, "b");
  EXPECT_EQ(chunks.take_ended(6 * kSecond)->output.size(), ChunkMaker::kMostBytes);
}

TEST(ChunkMaker, CutsNoUtf8SequenceAndLosesNoByte) {
  for (const std::string character : {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    for (std::size_t cut = 1; cut < character.size(); ++cut) {
      ChunkMaker chunks = maker();
      chunks.output(0, "a");
      chunks.output(kSecond, "b" + character.substr(0, cut));
      const auto first = chunks.take_ended(9 * kSecond);
      ASSERT_TRUE(first.has_value());
      EXPECT_EQ(first->output, "ab");
      std::size_t sum = 0;
      for (const model::TtyPiece& piece : first->pieces) sum += piece.size;
      EXPECT_EQ(sum, 2U);
      chunks.output(9 * kSecond, character.substr(cut) + "c");
      const auto second = chunks.take_rest();
      EXPECT_EQ(second->output, character + "c");
      EXPECT_EQ(second->number, 2U);
      EXPECT_EQ(second->play_offset_ms, 1000) << "its first byte came then";
    }
  }
}

TEST(ChunkMaker, KeepsBytesThatAreNoUtf8WhereTheyAre) {
  ChunkMaker chunks = maker();
  chunks.output(0, "a\xFF");
  EXPECT_EQ(chunks.take_ended(9 * kSecond)->output, "a\xFF");
  chunks.output(9 * kSecond, "\xC3");
  EXPECT_EQ(chunks.take_ended(19 * kSecond)->output, "\xC3") << "never an empty chunk";
  chunks.output(20 * kSecond, "b\xC3");
  EXPECT_EQ(chunks.take_rest()->output, "b\xC3") << "nothing comes that could end it";
}

}  // namespace
}  // namespace auweave::tty
