#include "story/text.h"

#include <gtest/gtest.h>

namespace auweave::story {
namespace {

TEST(Text, KnowsItsWidth) {
  EXPECT_EQ(width("abc"), 3U);
  EXPECT_EQ(width("caf\xC3\xA9"), 4U);
  EXPECT_EQ(width("cafe\xCC\x81"), 4U);              // e and a combining accent
  EXPECT_EQ(width("\xE6\x97\xA5\xE6\x9C\xAC"), 4U);  // two wide ones
}

TEST(Text, WrapsAtBlanksAndElseAnywhere) {
  using Rows = std::vector<std::string>;
  EXPECT_EQ(wrap("one two three", 8), (Rows{"one two", "three"}));
  EXPECT_EQ(wrap("abcdefghijkl", 8), (Rows{"abcdefgh", "ijkl"}));
  EXPECT_EQ(wrap("", 8), Rows{""});
  std::string put_together;
  const std::string wide = "\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5";
  for (const std::string& row : wrap(wide, 9)) {
    EXPECT_LE(width(row), 9U);
    put_together += row;
  }
  EXPECT_EQ(put_together, wide);
}

TEST(Text, SaysWhatItLeavesOut) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefgh", 4), "abcd [... 4 more bytes]");
}

TEST(Text, QuotesForAShell) {
  EXPECT_EQ(shell_word("/var/log/tlog.log-1.gz"), "/var/log/tlog.log-1.gz");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("$(rm)'x"), "'$(rm)'\\''x'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Text, FindsPartsWhateverTheCase) {
  EXPECT_TRUE(has_part("cat /etc/Shadow", "SHADOW"));
  EXPECT_FALSE(has_part("cat", "cats"));
  EXPECT_TRUE(has_part("cat", ""));
}

}  // namespace
}  // namespace auweave::story
