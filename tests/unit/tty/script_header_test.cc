#include "tty/script_header.h"

#include <gtest/gtest.h>

#include <string>

#include "base/wall_time.h"

namespace auweave::tty {
namespace {

struct Row {
  const char* line;
  const char* time;  // "": not certain
  const char* tty;
};

constexpr const char* k1142 = "2025-11-29T07:06:40.000Z";

constexpr Row kRows[] = {
    // util-linux 2.35 and later
    {R"(Script started on 2025-11-29 07:06:40+00:00 [TERM="xterm" TTY="/dev/pts/2" COLUMNS="80" LINES="24"])",
     k1142, "pts/2"},
    {R"(Script started on 2025-11-29 08:06:40+01:00 [COMMAND="x [TTY=\"a" TERM="xterm" TTY="/dev/pts/2" COLUMNS="80"])",
     k1142, "pts/2"},
    {"Script started on 2025-11-29 07:06:40+00:00 [<not executed on terminal>]", k1142, ""},
    {R"(Skript gestartet am 2025-11-29 07:06:40+00:00 [TERM="xterm" TTY="/dev/pts/2" COLUMNS="80" LINES="24"])",
     k1142, "pts/2"},
    {"\xE3\x82\xB9\xE3\x82\xAF 2025-11-29 07:06:40+00:00 [<x>]", k1142, ""},
    // 2.30 to 2.34
    {"Script started on 2025-11-29 07:06:40+00:00", k1142, "?"},
    {"Script started on 2025-11-29 02:06:40-0500\r", k1142, "?"},
    {"Le script a commenc\xC3\xA9 le 2025-11-29 07:06:40+00:00", k1142, "?"},
    // before 2.30: %c
    {"Script started on Sat 29 Nov 2025 07:06:40 AM UTC", k1142, "?"},
    {"Script started on Sat 29 Nov 2025 07:06:40 UTC", k1142, "?"},
    {"Script started on Sat Nov 29 07:06:40 UTC 2025", k1142, "?"},
    {"Script started on Sat 29 Nov 2025 07:06:40 PM GMT", "2025-11-29T19:06:40.000Z", "?"},
    {"Script started on Sat 29 Nov 2025 12:06:40 AM UTC", "2025-11-29T00:06:40.000Z", "?"},
    {"Script started on Sat 29 Nov 2025 12:06:40 PM UTC", "2025-11-29T12:06:40.000Z", "?"},
    {"Skript gestartet: Sa 29 Nov 2025 07:06:40 UTC", k1142, "?"},
    {"Script started on Saturday, November 29, 2025 07:06:40 AM +0000", k1142, "?"},
    // What could mean several moments, or none:
    {"Script started on Sat Nov 29 07:06:40 2025", "", ""},
    {"Script started on Sat 29 Nov 2025 07:06:40 AM IST", "", ""},
    {"Script started on Sat 29 Nov 2025 07:06:40 AM CET", "", ""},
    {"Script started on Sun 29 Nov 2025 07:06:40 AM UTC", "", ""},
    {"Script started on Sat 29 Nov 2025 13:06:40 AM UTC", "", ""},
    {"Script started on Sat 29 Nov 2025 00:06:40 AM UTC", "", ""},
    {"Script started on Sat 31 Feb 2025 07:06:40 UTC", "", ""},
    {"Script started on 29.11.2025 07:06:40 UTC", "", ""},
    {"Script started on 11/29/2025 07:06:40 AM UTC", "", ""},
    {"Script started on 2025\xE5\xB9\xB4"
     "11\xE6\x9C\x88"
     "29\xE6\x97\xA5 07:06:40 UTC",
     "", ""},
    {"Script iniciado en s\xC3\xA1"
     "b 29 Mar Nov 2025 07:06:40 UTC",
     "", ""},
    {"Script started on 2025-11-29 07:06:40", "", ""},
    {"Script started on 2025-13-29 07:06:40+00:00", "", ""},
    {"Script started on 1969-11-29 07:06:40+00:00", "", ""},
    {"Script started on ", "", ""},
    {"[alice@bastion01 ~]$ id", "", ""},
    {"+", "", ""},
    {"", "", ""},
};

TEST(ScriptHeader, IsOfAnyVersionAndLanguage) {
  for (const Row& row : kRows) {
    const auto header = parse_script_header(row.line);
    EXPECT_EQ(header.ok(), *row.time != '\0') << row.line;
    if (!header.ok()) continue;
    EXPECT_EQ(base::rfc3339(header->ran.time), row.time) << row.line;
    EXPECT_EQ(header->ran.tty, row.tty) << row.line;
  }
}

}  // namespace
}  // namespace auweave::tty
