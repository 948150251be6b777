#include "tty/script_log.h"

#include <gtest/gtest.h>

#include "support/text_file.h"
#include "tty/recorders.h"
#include "tty/script_header.h"
#include "tty/timed_logs.h"

namespace auweave::tty {
namespace {

// tests/fixtures/script: made by script of util-linux 2.38.1 on a terminal of 80x24, which then got
// 100x30.
TimedLogs open(const std::string& data, const std::string& timing, bool terminal_input = false) {
  return std::move(*recorder_of("script")->open(
      support::fixture("script/" + data) + "," + support::fixture("script/" + timing),
      terminal_input));
}

struct Read {
  model::TtyChunk opening;
  std::string output, input, damage;
  std::vector<std::pair<int, int>> windows;
  std::int64_t last_ms = 0;  // of the last byte, after the start
};

Read all_of(TimedLogs log) {
  Read read;
  while (const auto recorded = log.next()) {
    if (const auto* damage = std::get_if<Damage>(&*recorded)) {
      read.damage += std::to_string(damage->line) + ": " + damage->why;
      continue;
    }
    const auto& chunk = std::get<model::TtyChunk>(*recorded);
    if (chunk.number == 0) read.opening = chunk;
    read.output += chunk.output;
    read.input += chunk.input;
    read.last_ms = chunk.play_offset_ms + chunk.duration_ms;
    for (const model::TtyPiece& piece : chunk.pieces) {
      if (piece.columns > 0) read.windows.emplace_back(piece.columns, piece.rows);
    }
  }
  EXPECT_FALSE(log.time().has_value());
  return read;
}

TEST(ScriptLog, ReadsTheClassicTiming) {
  const Read read = all_of(open("classic.data", "classic.timing"));
  EXPECT_EQ(read.damage, "");
  EXPECT_EQ(read.opening.rec, "classic.data");
  EXPECT_EQ(read.opening.source, "script");
  EXPECT_EQ(read.opening.ran->file, "classic.data");
  EXPECT_EQ(read.opening.ran->tty, "pts/0");
  EXPECT_EQ(read.opening.ran->command, "bash --norc");
  EXPECT_EQ(base::rfc3339(read.opening.time), "2026-11-25T23:17:50.000Z");
  EXPECT_TRUE(read.output.starts_with("\x1B[?2004hbash-5.2# echo hallo\r\n"));
  EXPECT_TRUE(read.output.ends_with("exit\r\n")) << "without `Script done`";
  EXPECT_NE(read.output.find("caf\xC3\xA9 \xFF\r\n"), std::string::npos);
  EXPECT_EQ(read.windows, (std::vector<std::pair<int, int>>{{80, 24}}));
  EXPECT_NEAR(static_cast<double>(read.last_ms), 2128, 1);
}

TEST(ScriptLog, ReadsTheAdvancedTimingAndKeepsInputOut) {
  const Read out = all_of(open("io.data", "io.timing"));
  EXPECT_EQ(out.damage, "");
  EXPECT_EQ(out.input, "");
  EXPECT_TRUE(out.output.starts_with("\x1B[?2004hbash-5.2# echo hallo\r\n")) << out.output;
  EXPECT_TRUE(out.output.ends_with("exit\r\n"));
  EXPECT_EQ(out.windows, (std::vector<std::pair<int, int>>{{80, 24}, {100, 30}}));
  const Read both = all_of(open("io.data", "io.timing", true));
  EXPECT_EQ(both.output, out.output);
  EXPECT_EQ(both.input, "echo hallo\nprintf \"caf\\303\\251 \\377\\n\"\nstty size\nexit\n");
}

TEST(ScriptLog, LeavesInputThatIsInAnotherFile) {
  const Read read = all_of(open("out.data", "multi.timing", true));
  EXPECT_EQ(read.damage, "");
  EXPECT_EQ(read.input, "");
  EXPECT_TRUE(read.output.starts_with("\x1B[?2004hbash-5.2# echo hallo\r\n"));
  EXPECT_TRUE(read.output.ends_with("exit\r\n"));
}

TEST(ScriptLog, ReadsOneWithoutATerminal) {
  const Read read = all_of(open("nt.data", "nt.timing"));
  EXPECT_EQ(read.opening.ran->tty, "");
  EXPECT_EQ(read.opening.ran->command, "echo hi");
  EXPECT_EQ(read.output, "hi\r\n");
}

TEST(ScriptLog, TellsWhatIsMissingBehindWhatIsThere) {
  const support::TemporaryFolder folder;
  const std::string data =
      "Script started on 2026-11-21 06:42:30+01:00 [TERM=\"x\" TTY=\"/dev/pts/1\"]\n";
  const auto read = [&](const std::string& text, const std::string& timing) {
    support::write_file(folder.path("d"), data + text);
    support::write_file(folder.path("t"), timing);
    return all_of(
        std::move(*recorder_of("script")->open(folder.path("d") + "," + folder.path("t"), false)));
  };
  const Read cut = read("abc", "0.1 2\n0.1 4\n");
  EXPECT_EQ(cut.output, "abc");
  EXPECT_EQ(cut.damage, "2: t:2: 3 bytes of d are missing");
  EXPECT_EQ(base::rfc3339(cut.opening.time), "2026-11-21T05:42:30.000Z");
  EXPECT_EQ(cut.opening.ran->tty, "pts/1");
  const Read bad = read("abc", "0.1 2\nx 1\n");
  EXPECT_EQ(bad.output, "ab");
  EXPECT_EQ(bad.damage, "2: t:2: its delay is no number of seconds");
  EXPECT_EQ(read("ab", "0.1 2\n0.").damage, "2: t:2: the line has no end");
  support::write_file(folder.path("d"), "Script started on Sat Nov 21 06:42:30 2026\nx");
  const auto old = recorder_of("script")->open(folder.path("d") + "," + folder.path("t"), false);
  ASSERT_FALSE(old.ok());
  EXPECT_EQ(old.error().message, folder.path("d") +
                                     ":1: its first line tells no certain time: neither one like "
                                     "2026-11-21 06:42:30+00:00, nor one of UTC");
}

// The command comes first and may hold anything: what script itself writes comes last.
TEST(ScriptHeader, IsNotFooledByACommand) {
  const auto header = parse_script_header(
      R"(Script started on 2026-11-21 06:42:30+00:00 [COMMAND="x" TTY="/dev/pts/9" y" TERM="a" TTY="/dev/pts/2" COLUMNS="80" LINES="24"])");
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header->ran.tty, "pts/2");
  EXPECT_EQ(header->ran.command, R"(x" TTY="/dev/pts/9" y)");
  EXPECT_EQ(header->columns, 80);
  EXPECT_EQ(header->rows, 24);
  for (const char* bad : {"", "Script started", "Script started on 2026-13-41 06:42:30+00:00 []",
                          "Script started on 1000-01-01 00:00:00+00:00"}) {
    EXPECT_FALSE(parse_script_header(bad).ok()) << bad;
  }
}

// Many recordings are put in order by their times, and only those under way are open.
TEST(ScriptLog, IsNotOpenUntilItsTurnComes) {
  int opened = 0;
  const std::string timing = support::fixture("script/classic.timing");
  auto logs = TimedLogs::of_one("script", timing, [&] {
    ++opened;
    return open_script_log({support::fixture("script/classic.data"), timing}, false, false);
  });
  ASSERT_TRUE(logs.ok());
  const int looked = opened;
  const auto began = logs->time();
  ASSERT_TRUE(began.has_value());
  EXPECT_EQ(base::rfc3339(*began), "2026-11-25T23:17:50.000Z");
  EXPECT_EQ(opened, looked);
  ASSERT_TRUE(logs->next().has_value());
  EXPECT_EQ(opened, looked + 1);
}

}  // namespace
}  // namespace auweave::tty
