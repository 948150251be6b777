#include "screen/excerpt.h"

#include <gtest/gtest.h>

namespace auweave::screen {
namespace {

std::string text(const Excerpt& excerpt) {
  std::string rows;
  for (const std::string& row : excerpt.first()) rows += row + "|";
  if (excerpt.left_out() > 0) rows += "+" + std::to_string(excerpt.left_out()) + "|";
  for (const std::string& row : excerpt.last()) rows += row + "|";
  return rows;
}

TEST(Excerpt, KeepsTheFirstAndTheLastRows) {
  Excerpt excerpt;
  for (int i = 1; i <= 20; ++i) excerpt.add(std::to_string(i), false, {4, 2, nullptr});
  EXPECT_EQ(text(excerpt), "1|2|3|4|+14|19|20|");
  EXPECT_EQ(excerpt.rows(), 20U);
}

TEST(Excerpt, JoinsARowThatGoesOn) {
  Excerpt excerpt;
  excerpt.add("one ", false, {4, 2, nullptr});
  excerpt.add("row", true, {4, 2, nullptr});
  EXPECT_EQ(text(excerpt), "one row|");
}

TEST(Excerpt, KeepsNoRowWhereNoneIsWanted) {
  Excerpt excerpt;
  for (const bool goes_on : {false, false, true, false}) {
    excerpt.add("x", goes_on, {1, 0, nullptr});
  }
  EXPECT_EQ(text(excerpt), "x|+2|");
}

TEST(Excerpt, CutsALongRowBetweenCharacters) {
  Excerpt excerpt;
  excerpt.add(std::string(4095, 'x') + "\u00E4", false, {4, 2, nullptr});
  excerpt.add(" and more", true, {4, 2, nullptr});
  EXPECT_EQ(excerpt.first().front(), std::string(4095, 'x') + " and more");
  EXPECT_EQ(excerpt.cut(), 2U);
}

TEST(Excerpt, PutsEverythingAsideWhereAllIsWanted) {
  auto spill = base::SpillFile::create();
  ASSERT_TRUE(spill.ok());
  Excerpt excerpt;
  for (int i = 0; i < 2000; ++i) excerpt.add(std::to_string(i), false, {4, 2, &*spill});
  std::string rows;
  for (const base::SpillFile::Block& block : excerpt.spilled()) rows += *spill->read(block);
  EXPECT_TRUE(rows.starts_with("4\n5\n")) << rows.substr(0, 20);
  EXPECT_EQ(excerpt.left_out(), 0U);
  EXPECT_EQ(excerpt.last().back(), "1999");
}

}  // namespace
}  // namespace auweave::screen
