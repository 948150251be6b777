#include "story/when.h"

#include <gtest/gtest.h>

namespace auweave::story {
namespace {

constexpr base::WallTime kNow{1'795'243'250'500'000'000};  // 2026-11-21T06:40:50.500Z

std::string told(std::string_view text) {
  const auto time = moment(text, kNow);
  return time.ok() ? base::rfc3339(*time) : "no";
}

TEST(When, UnderstandsWhatPeopleSay) {
  const std::vector<std::pair<std::string, std::string>> said = {
      {"2026-11-20", "2026-11-20T00:00:00.000Z"},
      {"2026-11-20T05:04", "2026-11-20T05:04:00.000Z"},
      {"2026-11-20 05:04:03", "2026-11-20T05:04:03.000Z"},
      {"2026-11-20T05:04:03.25Z", "2026-11-20T05:04:03.250Z"},
      {"05:04", "2026-11-21T05:04:00.000Z"},
      {"now", "2026-11-21T06:40:50.500Z"},
      {"today", "2026-11-21T00:00:00.000Z"},
      {"yesterday", "2026-11-20T00:00:00.000Z"},
      {"-30s", "2026-11-21T06:40:20.500Z"},
      {"-10m", "2026-11-21T06:30:50.500Z"},
      {"-2h", "2026-11-21T04:40:50.500Z"},
      {"-1d", "2026-11-20T06:40:50.500Z"},
      {"-1w", "2026-11-14T06:40:50.500Z"},
      {"2024-02-29", "2024-02-29T00:00:00.000Z"},
  };
  for (const auto& [text, expected] : said) EXPECT_EQ(told(text), expected) << text;
}

TEST(When, RefusesTheRest) {
  for (const char* text :
       {"", "tomorrow?", "2026-13-01", "2025-02-29", "24:00", "6:40", "06:60", "-2", "-h", "2h",
        "2026-11-20T", "2026-11-20X05:04", "05:04:03.", "-99999999999999999999d"}) {
    EXPECT_EQ(told(text), "no") << text;
  }
}

TEST(When, TellsSpans) {
  EXPECT_EQ(span_of(456), "0.5 s");
  EXPECT_EQ(span_of(59'900), "59.9 s");
  EXPECT_EQ(span_of(125'000), "2 min 05 s");
  EXPECT_EQ(span_of(7'500'000), "2 h 05 min");
  EXPECT_EQ(clock_of(kNow), "06:40:50");
  EXPECT_EQ(date_of(kNow), "2026-11-21");
}

}  // namespace
}  // namespace auweave::story
