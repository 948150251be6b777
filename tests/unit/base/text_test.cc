#include "base/text.h"

#include <gtest/gtest.h>

#include <random>

namespace auweave::base {
namespace {

bool has_escape(const std::string& text) {
  for (std::size_t i = 0; i + 3 < text.size(); ++i) {
    if (text[i] == '\\' && text[i + 1] == 'x' && hex_value(text[i + 2]) >= 0 &&
        hex_value(text[i + 3]) >= 0) {
      return true;
    }
  }
  return false;
}

TEST(Escape, LeavesValidTextAlone) {
  for (const std::string text :
       {"", "plain", "caf\xC3\xA9", "back\\slash", "\\n", "\\x", "\\xg0", "\xF0\x9F\x98\x80"}) {
    EXPECT_EQ(escaped(text), text);
    EXPECT_EQ(unescaped(text), text);
  }
}

TEST(Escape, WritesBadBytesAndDoublesBackslashes) {
  EXPECT_EQ(escaped("\xFF"), "\\xFF");
  EXPECT_EQ(escaped("a\\b\xFE"), "a\\\\b\\xFE");
  EXPECT_EQ(escaped("\\x41"), "\\\\x41");  // text that only looks escaped
  EXPECT_EQ(unescaped("\\\\x41"), "\\x41");
}

// Random bytes, with those that matter often among them.
std::string random_bytes(std::mt19937& random) {
  constexpr std::string_view often = "\\\\\\xX4Fa\xC3\xA9\xE2\x82\xAC\xED\xA0\x80\xF4\x90\xFF";
  std::string bytes(random() % 24, '\0');
  for (char& byte : bytes) {
    byte = random() % 3 == 0 ? static_cast<char>(random() % 256) : often[random() % often.size()];
  }
  return bytes;
}

TEST(Escape, IsInvertedByUnescapeAndTellsItselfApart) {
  std::mt19937 random(20261121);
  for (int i = 0; i < 200'000; ++i) {
    const std::string bytes = random_bytes(random);
    const std::string text = escaped(bytes);
    ASSERT_TRUE(valid_utf8(text)) << to_hex(bytes);
    ASSERT_EQ(unescaped(text), bytes) << to_hex(bytes);
    ASSERT_EQ(has_escape(text), text != bytes) << to_hex(bytes);
  }
}

// Each byte at each place of strings of each length up to three words.
TEST(Plain, IsPrintableAsciiWithoutQuoteAndBackslash) {
  EXPECT_TRUE(is_plain(std::string_view()));
  for (std::size_t size = 0; size < 24; ++size) {
    EXPECT_TRUE(is_plain(std::string(size, '!')));
    for (std::size_t at = 0; at < size; ++at) {
      for (unsigned byte = 0; byte < 256; ++byte) {
        std::string text(size, '~');
        text[at] = static_cast<char>(byte);
        const bool plain = byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
        EXPECT_EQ(is_plain(text), plain) << size << " " << at << " " << byte;
      }
    }
  }
}

TEST(Utf8, RefusesWhatRfc3629Refuses) {
  for (const std::string bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "12345678\xFF"}) {
    EXPECT_FALSE(valid_utf8(bad)) << to_hex(bad);
  }
  for (const std::string good :
       {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(valid_utf8(good)) << to_hex(good);
  }
}

TEST(Numbers, AreWholeOrNothing) {
  EXPECT_EQ(parse_unsigned("42"), 42U);
  EXPECT_EQ(parse_unsigned("ff", 16), 255U);
  EXPECT_EQ(parse_signed("-115"), -115);
  for (const char* bad : {"", " 1", "1 ", "1x", "-1", "+1", "99999999999999999999"}) {
    EXPECT_FALSE(parse_unsigned(bad).has_value()) << bad;
  }
}

TEST(Text, DashesAnId) {
  EXPECT_EQ(dashed_id("B27A07E823694d33b1e5af691b3ff37d"), "b27a07e8-2369-4d33-b1e5-af691b3ff37d");
  EXPECT_EQ(dashed_id(""), "");
}

}  // namespace
}  // namespace auweave::base
