#include "json/shorten.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "json/value.h"
#include "json/writer.h"

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

// Returns the sum of the BYTES in a timing.
std::size_t sum_of(std::string_view timing) {
  std::size_t sum = 0;
  for (std::size_t at = 0; (at = timing.find(':', at)) != std::string_view::npos; ++at)
    sum += std::strtoul(std::string(timing.substr(at + 1, 20)).c_str(), nullptr, 10);
  return sum;
}

// At each size, with characters and bytes that are none at the cut.
TEST(Shorten, CutsATimingWithItsOutput) {
  std::string bytes, timing = "0=80x24";
  for (int i = 0; i < 400; ++i) {
    const std::string piece = i % 7 == 0 ? "\xE9\xFF" : i % 3 == 0 ? "é€" : "\\x41 line";
    bytes += piece;
    timing += " " + std::to_string(i * 10) + ":" + std::to_string(piece.size());
    if (i % 50 == 0) timing += " " + std::to_string(i * 10) + "=90x" + std::to_string(i);
  }
  const std::string text = R"({"kind":"tty","event_id":"h/1.000/2","tty_output":)" +
                           rendered(bytes) + R"(,"timing":")" + timing + R"(","late":true})";
  for (std::size_t most = 400; most < text.size(); most += 97) {
    const auto value = Value::parse_object(shorten(text, most));
    ASSERT_TRUE(value.ok());
    const std::string kept = base::unescaped(*value->string("tty_output"));
    EXPECT_TRUE(bytes.starts_with(kept)) << most;
    EXPECT_EQ(sum_of(*value->string("timing")), kept.size()) << most;
    EXPECT_EQ(value->integer("left_out_bytes").value_or(0),
              static_cast<std::int64_t>(bytes.size() - kept.size()))
        << most;
    EXPECT_EQ(value->string("event_id"), "h/1.000/2");
  }
}

TEST(Shorten, CutsATimingWhereverAPresetPutsIt) {
  const std::string output(3000, 'x');
  for (const std::string& text :
       {R"({"process":{"io":{"text":")" + output + R"("}},"auweave":{"timing":"0:1000 5:2000"}})",
        R"({"unmapped":{"terminal_output":")" + output + R"(","timing":"0:1000 5:2000"}})"}) {
    const std::string small = shorten(text, 1400);
    EXPECT_NE(small.find(R"("timing":"0:)"), std::string::npos) << small;
    EXPECT_NE(small.find(R"("left_out_bytes":)"), std::string::npos) << small;
    EXPECT_EQ(small.find("…"), std::string::npos) << small;
  }
}

// What is left of an escaped text is read as it was meant.
TEST(Shorten, CutsAnEscapedTextToOneThatDecodesToItsBeginning) {
  const std::string bytes = "C:\\dir\\" + std::string(400, 'y') + "\xE9";
  const auto value =
      Value::parse_object(shorten("{\"data\":" + rendered(bytes) + ",\"n\":1}", 200));
  ASSERT_TRUE(value.ok());
  std::string kept(*value->string("data"));
  ASSERT_TRUE(kept.ends_with("…"));
  kept.resize(kept.size() - std::string_view("…").size());
  EXPECT_TRUE(bytes.starts_with(base::unescaped(kept))) << kept;
}

TEST(Shorten, NeverCutsAnId) {
  const std::string id = "bastion01/1795243350.198/136242/command/1362670000003001";
  const std::string text = R"({"command_id":")" + id + R"(","events":[")" + id + R"(",")" + id +
                           R"("],"process":{"entity_id":")" + id + R"("},"command":")" +
                           std::string(2000, 'x') + R"("})";
  const std::string small = shorten(text, 420);
  std::size_t whole = 0;
  for (std::size_t at = 0; (at = small.find(id, at)) != std::string::npos; ++at) ++whole;
  EXPECT_EQ(whole, 4U) << small;
}

}  // namespace
}  // namespace auweave::json
