#include "json/shorten.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "json/value.h"

namespace auweave::json {
namespace {

TEST(Shorten, LeavesAloneWhatFits) { EXPECT_EQ(shorten(R"({"a":"b"})", 9), R"({"a":"b"})"); }

TEST(Shorten, CutsTheLongestStringsAndTellsHowMuch) {
  const std::string text =
      R"({"kind":"event","command":")" + std::string(5000, 'x') + R"(","serial":7})";
  const std::string small = shorten(text, 1000);
  EXPECT_LE(small.size(), 1000U);
  const auto value = Value::parse_object(small);
  ASSERT_TRUE(value.ok()) << small;
  EXPECT_EQ(value->string("kind"), "event");
  EXPECT_EQ(value->integer("serial"), 7);
  EXPECT_TRUE(value->string("command")->ends_with("x…"));
  const std::size_t marker = std::string_view(R"(,"truncated":4494)").size();
  EXPECT_EQ(static_cast<std::size_t>(*value->integer("truncated")),
            text.size() - (small.size() - marker));
}

TEST(Shorten, AddsToWhatIsTruncatedAlready) {
  const std::string text = R"({"truncated":1000,"data":")" + std::string(500, 'x') + "\"}";
  const auto value = Value::parse_object(shorten(text, 300));
  ASSERT_TRUE(value.ok());
  EXPECT_GT(*value->integer("truncated"), 1200);
}

TEST(Shorten, CutsArraysOfShortStrings) {
  std::string text = R"({"kind":"event","argv":[)";
  for (int i = 0; i < 10'000; ++i) text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  text += "]}";
  const std::string small = shorten(text, 2000);
  EXPECT_LE(small.size(), 2000U);
  EXPECT_NE(small.find(R"("argv":["0","1")"), std::string::npos);
}

TEST(Shorten, KeepsTheTopWhenNothingElseFits) {
  std::string text = R"({"kind":"event","records":[)";
  for (int i = 0; i < 500; ++i)
    text += (i == 0 ? "" : ",") + std::string(R"({"fields":[{"a":"b"},{"c":"d"}]})");
  text += "]}";
  EXPECT_EQ(shorten(text, 60).find(R"({"kind":"event","truncated":)"), 0U);
}

TEST(Shorten, LeavesIdsWhole) {
  const std::string id = "a-host-with-a-very-long-name." + std::string(150, 'x') + ":b27a07e8:116";
  const std::string text =
      "{\"session_id\":\"" + id + "\",\"command\":\"" + std::string(900, 'y') + "\"}";
  EXPECT_NE(shorten(text, 350).find("\"" + id + "\""), std::string::npos);
}

// A doubled backslash stays doubled.
TEST(Shorten, CutsBetweenEscapedBackslashes) {
  for (std::size_t pad = 0; pad < 6; ++pad) {
    std::string data = std::string(pad, 'a') + R"(\\xE9)";
    for (int i = 0; i < 300; ++i) data += R"(\\\\)";
    const std::string small = shorten("{\"data\":\"" + data + "\"}", 500);
    const auto value = Value::parse_object(small);
    ASSERT_TRUE(value.ok()) << small;
    const std::string kept(*value->string("data"));
    const auto slashes =
        std::count(kept.begin() + static_cast<std::ptrdiff_t>(pad) + 4, kept.end(), '\\');
    EXPECT_EQ(slashes % 2, 0) << kept;
  }
}

// Neither a character nor an escaped byte is cut through, and the text stays UTF-8.
TEST(Shorten, CutsBetweenCharacters) {
  for (std::size_t pad = 0; pad < 12; ++pad) {
    std::string data(pad, 'a');
    for (int i = 0; i < 300; ++i) data += R"(é\\xE9)";
    const std::string small = shorten("{\"data\":\"" + data + "\"}", 500);
    EXPECT_LE(small.size(), 500U);
    EXPECT_TRUE(base::valid_utf8(small));
    const auto value = Value::parse_object(small);
    ASSERT_TRUE(value.ok());
    const std::string kept(*value->string("data"));
    const std::string before = kept.substr(0, kept.size() - std::string_view("…").size());
    EXPECT_TRUE(before.ends_with("é") || before.ends_with("\\xE9")) << before;
  }
}

}  // namespace
}  // namespace auweave::json
