#include "base/printable.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace auweave::base {
namespace {

TEST(Printable, LeavesNothingThatMovesACursor) {
  EXPECT_EQ(printable("caf\xC3\xA9 \xE2\x82\xAC"), "caf\xC3\xA9 \xE2\x82\xAC");
  EXPECT_EQ(printable("a\x1B[2Jb\rc\nd\te"), "a\\x1B[2Jb\\x0Dc\\nd\\te");
  EXPECT_EQ(printable("\xFF\xC2\x9B"), "\\xFF\\u{9B}");
  // Right to left: an argument that reads as another one.
  EXPECT_EQ(printable("x\xE2\x80\xAE"
                      "fdp.sh"),
            "x\\u{202E}fdp.sh");
  for (int byte = 0; byte < 256; ++byte) {
    const std::string shown = printable(std::string("a") + static_cast<char>(byte) + "b");
    EXPECT_TRUE(valid_utf8(shown)) << byte;
    for (const char c : shown) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << byte;
  }
}

TEST(Printable, KeepsRows) {
  EXPECT_EQ(printable_rows("a\x1B[2J\n\nb\t"), "a\\x1B[2J\n\nb\\t");
  EXPECT_EQ(printable_rows(""), "");
}

// Of these a terminal shows nothing: two names that differ would look the same.
TEST(Printable, NamesWhatNobodySees) {
  for (const auto& [character, name] :
       {std::pair("\u00AD", "\\u{AD}"), std::pair("\u115F", "\\u{115F}"),
        std::pair("\u180E", "\\u{180E}"), std::pair("\u200B", "\\u{200B}"),
        std::pair("\u2066", "\\u{2066}"), std::pair("\u3164", "\\u{3164}"),
        std::pair("\uFE0F", "\\u{FE0F}"), std::pair("\uFEFF", "\\u{FEFF}"),
        std::pair("\uFFA0", "\\u{FFA0}"), std::pair("\U000E0041", "\\u{E0041}"),
        std::pair("\U0001D173", "\\u{1D173}")}) {
    EXPECT_EQ(printable(std::string("a") + character + "b"), std::string("a") + name + "b");
  }
}

}  // namespace
}  // namespace auweave::base
