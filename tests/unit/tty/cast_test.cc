#include "tty/cast.h"

#include <gtest/gtest.h>

#include "support/text_file.h"
#include "tty/recorders.h"
#include "tty/timed_logs.h"

namespace auweave::tty {
namespace {

struct Read {
  model::TtyChunk opening;
  std::string output, input, damage;
  std::vector<std::pair<int, int>> windows;
  std::int64_t last_ms = 0;  // of the last byte, after the start
  std::size_t chunks = 0;
};

Read all_of(const std::string& path, bool terminal_input = false) {
  auto log = recorder_of("asciinema")->open(path, terminal_input);
  Read read;
  if (!log.ok()) {
    read.damage = log.error().message.substr(log.error().message.rfind('/') + 1);
    return read;
  }
  while (const auto recorded = log->next()) {
    if (const auto* damage = std::get_if<Damage>(&*recorded)) {
      read.damage += std::to_string(damage->line) + ": " + damage->why;
      continue;
    }
    const auto& chunk = std::get<model::TtyChunk>(*recorded);
    if (chunk.number == 0) read.opening = chunk;
    read.chunks += chunk.number > 0 ? 1 : 0;
    read.output += chunk.output;
    read.input += chunk.input;
    read.last_ms = chunk.play_offset_ms + chunk.duration_ms;
    for (const model::TtyPiece& piece : chunk.pieces) {
      if (piece.columns > 0) read.windows.emplace_back(piece.columns, piece.rows);
    }
  }
  return read;
}

// A file of these lines.
Read read(const std::string& text, bool terminal_input = false) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("x.cast"), text);
  return all_of(folder.path("x.cast"), terminal_input);
}

const std::string kHeader = R"({"version": 2, "width": 80, "height": 24, "timestamp": 1795990997})"
                            "\n";
const std::string kHeader3 =
    R"({"version":3,"term":{"cols":90,"rows":20},"timestamp":1795990997,"command":"bash -l"})"
    "\n";

// tests/fixtures/cast/v2.cast: made by asciinema 2.2.0 with --stdin, on a terminal of 80x24.
TEST(Cast, ReadsWhatAsciinemaWrote) {
  const Read shown = all_of(support::fixture("cast/v2.cast"));
  EXPECT_EQ(shown.damage, "");
  EXPECT_EQ(shown.opening.source, "asciinema");
  EXPECT_EQ(shown.opening.rec, "v2.cast");
  EXPECT_EQ(shown.opening.ran->file, "v2.cast");
  EXPECT_TRUE(shown.opening.ran->whole_seconds);
  EXPECT_EQ(base::rfc3339(shown.opening.time), "2026-11-29T22:23:17.000Z");
  EXPECT_TRUE(shown.output.starts_with("\x1B[?2004hbash-5.2# echo hallo\r\n")) << shown.output;
  EXPECT_NE(shown.output.find("caf\xC3\xA9 \xEF\xBF\xBD\r\n"), std::string::npos);
  EXPECT_TRUE(shown.output.ends_with("exit\r\n"));
  EXPECT_EQ(shown.input, "");
  EXPECT_EQ(shown.windows, (std::vector<std::pair<int, int>>{{80, 24}}));
  EXPECT_NEAR(static_cast<double>(shown.last_ms), 4927, 1);
  const Read both = all_of(support::fixture("cast/v2.cast"), true);
  EXPECT_EQ(both.output, shown.output);
  EXPECT_EQ(both.input, "echo hallo\rprintf \"caf\\303\\251 \\377\\n\"\rstty size\rexit\r");
}

TEST(Cast, CountsTimeFromTheStartInVersion2AndFromTheEventBeforeInVersion3) {
  const std::string events = "[1.0, \"o\", \"a\"]\n[1.5, \"o\", \"b\"]\n";
  const Read two = read(kHeader + events);
  EXPECT_EQ(two.last_ms, 1500);
  const Read three = read(kHeader3 + "# a comment\n" + events);
  EXPECT_EQ(three.damage, "");
  EXPECT_EQ(three.last_ms, 2500);
  EXPECT_EQ(three.output, "ab");
  EXPECT_EQ(three.windows, (std::vector<std::pair<int, int>>{{90, 20}}));
  EXPECT_EQ(three.opening.ran->command, "bash -l");
  // Two threads of version 2 may write out of order.
  const Read back = read(kHeader + "[1.5, \"o\", \"a\"]\n[1.4, \"o\", \"b\"]\n");
  EXPECT_EQ(back.output, "ab");
  EXPECT_EQ(back.last_ms, 1500);
}

TEST(Cast, KnowsItsEvents) {
  const Read shown = read(kHeader +
                          "[0.1, \"o\", \"a\"]\n[0.2, \"r\", \"100x30\"]\n[0.3, \"m\", \"here\"]\n"
                          "[0.4, \"i\", \"secret\"]\n[0.5, \"?\", \"new\"]\n[0.6, \"x\", \"0\"]\n");
  EXPECT_EQ(shown.damage, "");
  EXPECT_EQ(shown.output, "a");
  EXPECT_EQ(shown.input, "");
  EXPECT_EQ(shown.windows, (std::vector<std::pair<int, int>>{{80, 24}, {100, 30}}));
}

TEST(Cast, CutsLongOutputIntoChunks) {
  const std::string large(100'000, 'x');
  const Read shown = read(kHeader + "[0.1, \"o\", \"" + large + "\"]\n");
  EXPECT_EQ(shown.output, large);
  EXPECT_EQ(shown.chunks, 7U);
}

TEST(Cast, TellsWhatIsWrongAndKeepsWhatCameBefore) {
  const Read cut = read(kHeader + "[0.1, \"o\", \"a\"]\n[0.2, \"o");
  EXPECT_EQ(cut.output, "a");
  EXPECT_EQ(cut.damage, "3: x.cast:3: the line has no end");
  const Read bad = read(kHeader + "[0.1, \"o\", \"a\"]\n[0.2, \"o\"]\n[0.3, \"o\", \"b\"]\n");
  EXPECT_EQ(bad.output, "a");
  EXPECT_EQ(bad.damage, "3: x.cast:3: it is no event [TIME, CODE, TEXT]");
  EXPECT_EQ(read(kHeader + "[-1, \"o\", \"a\"]\n").damage,
            "2: x.cast:2: its time is no number of seconds");
  EXPECT_EQ(read(kHeader + "[1e300, \"o\", \"a\"]\n").damage,
            "2: x.cast:2: its time is no number of seconds");
  EXPECT_EQ(read(kHeader + "[0, \"r\", \"0x30\"]\n").damage,
            "2: x.cast:2: a window size that is none");
  EXPECT_EQ(read("").damage, "x.cast: has no first line");
  EXPECT_EQ(read("{\"version\": 1}\n").damage,
            "x.cast:1: its first line tells no version 2 or 3 of asciicast");
  EXPECT_EQ(read("{\"version\": 2}\n").damage,
            "x.cast:1: its first line tells no time (timestamp)");
  EXPECT_EQ(read("hallo\n").damage.substr(0, 35), "x.cast:1: its first line is no head");
}

}  // namespace
}  // namespace auweave::tty
