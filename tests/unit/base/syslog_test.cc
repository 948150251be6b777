#include "base/syslog.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace auweave::base {
namespace {

constexpr std::int64_t kNov21 = 1'795'243'250;  // 2026-11-21T06:40:50Z

struct Row {
  const char* what;
  const char* line;
  const char* parts;  // HOST|PROGRAM|PID|MESSAGE
};

constexpr Row kRows[] = {
    {"traditional", "Nov 21 06:40:50 vm sshd[12]: a b", "vm|sshd|12|a b"},
    {"first of a month", "Nov  1 06:40:50 vm sshd[12]: a", "vm|sshd|12|a"},
    {"without a pid", "Nov 21 06:40:50 vm sshd: a: b", "vm|sshd||a: b"},
    {"without a host", "Nov 21 06:40:50 sshd[12]: a", "|sshd|12|a"},
    {"with <PRI>", "<86>Nov 21 06:40:50 vm sshd[12]: a", "vm|sshd|12|a"},
    {"RFC 3339", "2026-11-21T06:40:50.453488+00:00 vm sshd-session[12]: a", "vm|sshd-session|12|a"},
    {"RFC 5424", "<86>1 2026-11-21T06:40:50Z vm sshd 12 - - a", "vm|sshd|12|a"},
    {"RFC 5424 with nothing known", "<86>1 - - sshd - - - a", "|sshd||a"},
    {"structured data", "<86>1 - vm sshd 12 x [a b=\"c d\"][e f=\"\\\"]{\"] a", "vm|sshd|12|a"},
    {"structured data without an end", "<86>1 - vm sshd 12 x [a b=\"c] a", "vm|sshd|12|"},
    {"a byte order mark",
     "<86>1 - vm sshd 12 x - \xEF\xBB\xBF"
     "a",
     "vm|sshd|12|a"},
    {"a fraction of a second", "Nov 21 06:40:50.123456 vm sshd[12]: a", "vm|sshd|12|a"},
    {"no program", "Nov 21 06:40:50 vm", "vm|||"},
    {"no message", "Nov 21 06:40:50 vm sshd[12]:", "vm|sshd|12|"},
    {"a tag that does not end", "Nov 21 06:40:50 vm sshd[12: a", "vm|sshd||a"},
    {"no day", "Nov x 06:40:50 vm sshd[12]: a", "none"},
    {"no time", "Nov 21 06-40-50 vm sshd[12]: a", "none"},
    {"no such time", "Nov 21 26:40:50 vm sshd[12]: a", "none"},
    {"garbage", "what is this", "none"},
    {"nothing", "", "none"},
};

TEST(Syslog, KnowsNoTimeThatNanosecondsCannotTell) {
  for (const auto& [year, known] : std::vector<std::pair<std::string, bool>>{
           {"1970", true}, {"2026", true}, {"2254", true}, {"2256", false}, {"9999", false}}) {
    const std::string line = year + "-11-21T06:40:50+00:00 vm sshd[12]: a";
    const auto parsed = parse_syslog(line);
    ASSERT_TRUE(parsed.has_value()) << year;
    EXPECT_EQ(parsed->time.exact.has_value(), known) << year;
  }
}

TEST(Syslog, FindsItsParts) {
  for (const Row& row : kRows) {
    const auto line = parse_syslog(row.line);
    std::string parts = "none";
    if (line.has_value()) {
      parts = std::string(line->host).append("|").append(line->program).append("|");
      parts.append(line->pid).append("|").append(line->message);
    }
    EXPECT_EQ(parts, row.parts) << row.what;
  }
}

std::string time_of(const std::string& stamp, std::int64_t near_s = kNov21) {
  const auto line = parse_syslog(stamp + " vm sshd[12]: a");
  if (!line.has_value()) return "no line";
  const auto time = line->time.near(WallTime::from_ms(near_s * 1000));
  return time.has_value() ? rfc3339(*time) : "none";
}

TEST(Syslog, ReadsWholeTimes) {
  EXPECT_EQ(time_of("2026-11-21T06:40:50Z"), "2026-11-21T06:40:50.000Z");
  EXPECT_EQ(time_of("2026-11-21T06:40:50.4534+00:00"), "2026-11-21T06:40:50.453400000Z");
  EXPECT_EQ(time_of("2026-11-21T06:40:50+01:30"), "2026-11-21T05:10:50.000Z");
  EXPECT_EQ(time_of("2026-11-21T06:40:50-11:00"), "2026-11-21T17:40:50.000Z");
  EXPECT_EQ(time_of("2026-11-31T06:40:50Z"), "none");
  EXPECT_EQ(time_of("2026-11-21T06:40:50"), "none");  // no zone
}

TEST(Syslog, CompletesTimesByWhatTheyAreNear) {
  EXPECT_EQ(time_of("Nov 21 06:40:49"), "2026-11-21T06:40:49.000Z");
  EXPECT_EQ(time_of("Nov 21 06:41:20"), "2026-11-21T06:41:20.000Z");
  // Zones: of India, and west of Greenwich over midnight.
  EXPECT_EQ(time_of("Nov 21 12:10:49"), "2026-11-21T06:40:49.000Z");
  EXPECT_EQ(time_of("Nov 20 19:40:49"), "2026-11-21T06:40:49.000Z");
  // Years.
  const std::int64_t new_year = 1'798'761'600;  // 2027-01-01T00:00:00Z
  EXPECT_EQ(time_of("Dec 31 23:59:59", new_year), "2026-12-31T23:59:59.000Z");
  EXPECT_EQ(time_of("Jan  1 00:00:01", new_year - 5), "2027-01-01T00:00:01.000Z");
  EXPECT_EQ(time_of("Mar  1 00:00:00", kNov21), "2027-03-01T00:00:00.000Z");
  EXPECT_EQ(time_of("Feb 29 12:00:00", 1'835'438'400), "2028-02-29T12:00:00.000Z");
  EXPECT_EQ(time_of("Feb 29 12:00:00"), "none");  // of 2025 to 2027 no year has one
}

}  // namespace
}  // namespace auweave::base
