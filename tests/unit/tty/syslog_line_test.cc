#include "tty/syslog_line.h"

#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/text_file.h"
#include "tty/tlog.h"

namespace auweave::tty {
namespace {

using Origin = Message::Origin;

struct Row {
  const char* what;
  const char* line;
  Origin origin;
  const char* text;
};

constexpr Row kRows[] = {
    {"traditional", R"(Nov 21 06:40:50 vm tlog[12]: {"a":1})", Origin::tlog, R"({"a":1})"},
    {"first of a month", R"(Nov  1 06:40:50 vm tlog[12]: {"a":1})", Origin::tlog, R"({"a":1})"},
    {"with <PRI>", R"(<86>Nov 21 06:40:50 vm tlog[12]: {"a":1})", Origin::tlog, R"({"a":1})"},
    {"without a pid", R"(Nov 21 06:40:50 vm tlog: {"a":1})", Origin::tlog, R"({"a":1})"},
    {"ISO time", R"(2026-11-21T06:40:50.453488+00:00 vm tlog: {"a":1})", Origin::tlog,
     R"({"a":1})"},
    {"ISO time with <PRI>", R"(<86>2026-11-21T06:40:50+01:00 vm tlog-rec[3]: {"a":1})",
     Origin::tlog, R"({"a":1})"},
    {"RFC 5424", R"(<86>1 2026-11-21T06:40:50Z vm tlog-rec-session 12 - - {"a":1})", Origin::tlog,
     R"({"a":1})"},
    {"RFC 5424 with nothing known", R"(<86>1 - - tlog - - - {"a":1})", Origin::tlog, R"({"a":1})"},
    {"RFC 5424 with structured data", R"(<86>1 - vm tlog 12 x [a b="c"] {"a":1})", Origin::tlog,
     R"({"a":1})"},
    {"only JSON", R"({"host":"Nov 21 06:40:50 vm sshd: "})", Origin::tlog,
     R"({"host":"Nov 21 06:40:50 vm sshd: "})"},
    {"a login shell's name", R"(Nov 26 17:08:20 vm -tlog-rec-session[424]: {"a":1})", Origin::tlog,
     R"({"a":1})"},
    {"two dashes", R"(Nov 26 17:08:20 vm --tlog: {"a":1})", Origin::another_program, ""},
    {"another program", R"(Nov 21 06:40:50 vm sshd[12]: {"a":1})", Origin::another_program, ""},
    {"another program, RFC 5424", R"(<86>1 - vm sudo 12 - - {"a":1})", Origin::another_program, ""},
    {"a longer name", R"(Nov 21 06:40:50 vm tlogger: {"a":1})", Origin::another_program, ""},
    {"a name after another's", R"(Nov 21 06:40:50 vm x tlog: {"a":1})", Origin::another_program,
     ""},
    {"no program", "Nov 21 06:40:50 vm", Origin::another_program, ""},
    {"an empty message", "Nov 21 06:40:50 vm tlog[12]: ", Origin::tlog, ""},
    {"no message", "<86>1 2026-11-21T06:40:50Z vm tlog 12 - -", Origin::tlog, ""},
    {"garbage", "what is this", Origin::tlog, "what is this"},
    {"a header cut off", "1:50 vm tlog[12]: {", Origin::tlog, "1:50 vm tlog[12]: {"},
    {"no priority", "<86", Origin::tlog, "<86"},
    {"nothing", "", Origin::tlog, ""},
};

TEST(SyslogLine, FindsTheMessage) {
  for (const Row& row : kRows) {
    const Message message = message_in(row.line);
    EXPECT_EQ(message.origin, row.origin) << row.what;
    EXPECT_EQ(message.text, row.text) << row.what;
  }
}

TEST(SyslogLine, OfAnotherProgramIsNoChunkAndNoError) {
  const auto read = read_tlog_line("Nov 21 06:40:50 vm sshd[12]: {", false);
  EXPECT_TRUE(read.problems.empty());
  EXPECT_TRUE(read.chunks.empty());
  EXPECT_EQ(read.others, 1U);
}

TEST(SyslogLine, WithoutAChunkIsAnError) {
  for (const char* line : {"what is this", "", "Nov 21 06:40:50 vm tlog[12]: ",
                           "Nov 21 06:40:50 vm tlog[12]: TLOG is here", "<86>1 - - tlog - - -"}) {
    EXPECT_EQ(read_tlog_line(line, false).problems.size(), 1U) << line;
  }
}

void expect_same(const model::TtyChunk& a, const model::TtyChunk& b) {
  EXPECT_EQ(a.rec, b.rec);
  EXPECT_EQ(a.ses, b.ses);
  EXPECT_EQ(a.number, b.number);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.play_offset_ms, b.play_offset_ms);
  EXPECT_EQ(a.duration_ms, b.duration_ms);
  EXPECT_EQ(a.output, b.output);
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.pieces.size(), b.pieces.size());
}

TEST(SyslogLine, GivesTheSameChunkAsTheMessageAlone) {
  const std::string headers[] = {
      "Nov 21 06:40:50 vm tlog[12]: ", "<86>2026-11-21T06:40:50.453488+00:00 vm tlog: ",
      "<86>1 2026-11-21T06:40:50Z vm tlog-rec-session 12 - - "};
  std::size_t chunks = 0;
  for (const char* name : {"01-login-password", "07-fullscreen", "18-secrets-tty"}) {
    for (const std::string& line : support::lines_of(support::load_capture(name).tlog)) {
      const auto alone = parse_tlog(line, true);
      ASSERT_TRUE(alone.ok());
      for (const std::string& header : headers) {
        const auto framed = read_tlog_line(header + line, true);
        ASSERT_EQ(framed.chunks.size(), 1U) << header;
        EXPECT_FALSE(framed.own);
        expect_same(framed.chunks[0], *alone);
        EXPECT_EQ(peek_time_ms(header + line), alone->time.ms());
        ++chunks;
      }
    }
  }
  EXPECT_GT(chunks, 20U);
}

}  // namespace
}  // namespace auweave::tty
