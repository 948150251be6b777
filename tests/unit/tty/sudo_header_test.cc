#include "tty/sudo_header.h"

#include <gtest/gtest.h>

#include "support/text_file.h"
#include "tty/sudo_timing.h"

namespace auweave::tty {
namespace {

TEST(SudoHeader, ReadsARealOne) {
  const std::string folder = support::fixture("captures/04-sudo/sudo-io/00/00/04/");
  const auto header = parse_sudo_json(support::read_file(folder + "log.json"));
  ASSERT_TRUE(header.ok()) << header.error().message;
  EXPECT_EQ(header->ran.command, "sh -c echo hi; echo \"a b\"");
  EXPECT_EQ(header->ran.tty, "pts/2");
  EXPECT_EQ(header->ran.submit_user, "alice");
  EXPECT_EQ(header->ran.run_user, "root");
  EXPECT_EQ(header->ran.time.ns / 1'000'000'000, 1795243290);
  EXPECT_NE(header->ran.time.ns % 1'000'000'000, 0);
  EXPECT_FALSE(header->ran.resolved);
  EXPECT_EQ(header->host, "bastion01");
  EXPECT_EQ(header->columns, 80);
  EXPECT_EQ(header->rows, 24);

  const auto lines = parse_sudo_lines(support::read_file(folder + "log"));
  ASSERT_TRUE(lines.ok()) << lines.error().message;
  EXPECT_EQ(lines->ran.command, "/usr/bin/sh -c echo hi; echo \"a b\"");
  EXPECT_TRUE(lines->ran.resolved);
  EXPECT_TRUE(lines->ran.whole_seconds);
  EXPECT_EQ(lines->ran.tty, "pts/2");
  EXPECT_EQ(lines->columns, 80);
}

TEST(SudoHeader, KeepsArgumentsThatAreNoUtf8) {
  const auto header = parse_sudo_json(
      "{\"timestamp\":{\"seconds\":5,\"nanoseconds\":7},\"submituser\":\"a\","
      "\"runargv\":[\"echo\",\"\xFF\x80"
      "caf\xC3\xA9\xE9\",\"\",\"\\u0007\"]}");
  ASSERT_TRUE(header.ok()) << header.error().message;
  EXPECT_EQ(header->ran.command,
            "echo \xFF\x80"
            "caf\xC3\xA9\xE9  \x07");
  EXPECT_EQ(header->ran.tty, "");
  EXPECT_EQ(header->ran.time.ns, 5'000'000'007);
}

TEST(SudoHeader, RefusesWhatIsNone) {
  for (const char* bad :
       {"", "{}", "{\"timestamp\":{\"seconds\":-1},\"runargv\":[\"a\"]}",
        "{\"timestamp\":{\"seconds\":1}}", "{\"timestamp\":1,\"runargv\":[\"a\"]}",
        "{\"timestamp\":{\"seconds\":9999999999999},\"runargv\":[\"a\"]}"}) {
    EXPECT_FALSE(parse_sudo_json(bad).ok()) << bad;
  }
  for (const char* bad :
       {"", "1:a:b", "1:a:root::/dev/pts/1\n/\n", "x:a:root::tty\n/\nid\n", "1:a:root\n/\nid\n"}) {
    EXPECT_FALSE(parse_sudo_lines(bad).ok()) << bad;
  }
  const auto old = parse_sudo_lines("1:a:root::unknown\n/tmp\necho a\nb\n");
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(old->ran.command, "echo a\nb");
  EXPECT_EQ(old->ran.tty, "");
  EXPECT_FALSE(old->rows.has_value());
}

TEST(SudoTiming, ReadsEveryTypeOfEvent) {
  using What = TimedStep::What;
  TimingWords words;
  const auto step = [&](const char* line) { return *parse_sudo_step(line, words); };
  EXPECT_EQ(step("4 0.019001762 6").delay_ns, 19'001'762);
  EXPECT_EQ(step("4 12,5 6").delay_ns, 12'500'000'000) << "a locale's comma";
  EXPECT_EQ(step("4 1 6").delay_ns, 1'000'000'000);
  EXPECT_EQ(step("4 0.000001 6").bytes, 6U);
  EXPECT_EQ(step("0 0.1 6").what, What::input);
  EXPECT_EQ(step("1 0.1 6").what, What::output);
  EXPECT_EQ(step("2 0.1 6").stream, 2U);
  EXPECT_EQ(step("3 0.1 6").what, What::input);
  EXPECT_EQ(step("4 0.1 6").stream, 4U);
  EXPECT_EQ(step("6 0.1 6").stream, 4U) << "sudo 1.8.7";
  EXPECT_EQ(step("5 0.1 30 100").what, What::window);
  EXPECT_EQ(step("5 0.1 30 100").columns, 100);
  EXPECT_EQ(step("5 0.1 30 100").rows, 30);
  EXPECT_EQ(step("7 3.25 TSTP").what, What::other);
  EXPECT_EQ(step("7 3.25 TSTP").delay_ns, 3'250'000'000);
  for (const char* bad : {"", "4", "4 0.1", "8 0.1 6", "x 0.1 6", "4 -0.1 6", "4 0.1x 6", "4 0.1 x",
                          "5 0.1 30", "5 0.1 99999 1", "5 0.1 -1 80", "5 0.1 24 -4294967216",
                          "4 999999999 1", "4 0.1 99999999999999"}) {
    EXPECT_FALSE(parse_sudo_step(bad, words).ok()) << bad;
  }
}

}  // namespace
}  // namespace auweave::tty
