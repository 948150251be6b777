#include "pipeline/known_lines.h"

#include <gtest/gtest.h>

#include <string>

namespace auweave::pipeline {
namespace {

TEST(KnownLines, KnowsALineByItsRawPart) {
  KnownLines lines;
  EXPECT_FALSE(lines.has("a"));
  lines.add(
      "b \x1D"
      "UID=\"root\"");
  lines.add("a");
  lines.seal();
  EXPECT_TRUE(lines.has("a"));
  EXPECT_TRUE(lines.has("b "));
  EXPECT_FALSE(lines.has("c"));
  lines.forget();
  EXPECT_FALSE(lines.has("a"));
}

TEST(KnownLines, KeepsTheNewest) {
  KnownLines lines;
  for (std::size_t i = 0; i < KnownLines::kMost + 10; ++i) lines.add(std::to_string(i));
  lines.seal();
  EXPECT_FALSE(lines.has("9"));
  EXPECT_TRUE(lines.has("10"));
  EXPECT_TRUE(lines.has(std::to_string(KnownLines::kMost + 9)));
}

}  // namespace
}  // namespace auweave::pipeline
