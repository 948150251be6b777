#include "screen/shown_lines.h"

#include <gtest/gtest.h>

namespace auweave::screen {
namespace {

constexpr const char* kPrompt = "\x1B[?2004h";
constexpr const char* kEnter = "\x1B[?2004l\r";

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

std::string text(const Excerpt& excerpt) {
  std::string rows;
  for (const std::string& row : excerpt.first()) rows += row + "|";
  if (excerpt.left_out() > 0) rows += "+" + std::to_string(excerpt.left_out()) + "|";
  for (const std::string& row : excerpt.last()) rows += row + "|";
  return rows;
}

std::string told(ShownLines& lines) {
  std::string all;
  for (const ShownLine& line : lines.finish()) {
    all += "[" + line.line + "]" + (line.full_screen ? "(full)" : "") + text(line.output) + "\n";
  }
  return all;
}

class Shell {
 public:
  explicit Shell(int columns = 40, int rows = 5) { lines.window(columns, rows); }
  Shell& show(const std::string& bytes) {
    lines.output(at(ms += 10), bytes);
    return *this;
  }
  Shell& type(const std::string& line) { return show(kPrompt + ("$ " + line) + "\r\n" + kEnter); }

  ShownLines lines{Keep{4, 2, nullptr}};
  std::int64_t ms = 0;
};

TEST(ShownLines, PutsOutputBelowItsLine) {
  Shell shell;
  shell.show("welcome\r\n").type("id").show("uid=0\r\n").type("pwd").show("/root\r\n");
  EXPECT_EQ(told(shell.lines), "[]welcome|\n[$ id]uid=0|\n[$ pwd]/root|\n");
}

TEST(ShownLines, ResolvesEditingAndColours) {
  Shell shell;
  shell.show(kPrompt).show("$ lls\b\b\bls \b -l\r\n").show(kEnter);
  shell.show("\x1B[31mred\x1B[0m\tx\r\n");
  EXPECT_EQ(told(shell.lines), "[$ ls -l]red     x|\n");
}

TEST(ShownLines, JoinsWhatWraps) {
  Shell shell(10, 4);
  shell.type("echo 123456789").show("abcdefghijklmn\r\nx\r\n");
  EXPECT_EQ(told(shell.lines), "[$ echo 123456789]abcdefghijklmn|x|\n");
}

TEST(ShownLines, KeepsWhatScrolledAway) {
  Shell shell;
  shell.type("seq 20");
  for (int i = 1; i <= 20; ++i) shell.show(std::to_string(i) + "\r\n");
  shell.type("id");
  EXPECT_EQ(told(shell.lines), "[$ seq 20]1|2|3|4|+14|19|20|\n[$ id]\n");
}

TEST(ShownLines, LeavesFullScreenProgramsOut) {
  Shell shell;
  shell.type("vi x").show("\x1B[?1049h\x1B[?2004h\x1B[2J~\r\n~\r\nsecret\x1B[?2004l\x1B[?1049l");
  shell.type("id").show("uid=0\r\n");
  EXPECT_EQ(told(shell.lines), "[$ vi x](full)\n[$ id]uid=0|\n");
}

TEST(ShownLines, FollowsAClearedScreen) {
  Shell shell;
  shell.type("ls").show("a\r\nb\r\n").type("clear").show("\x1B[H\x1B[2J").type("id").show("0\r\n");
  EXPECT_EQ(told(shell.lines), "[$ ls]a|b|\n[$ clear]\n[$ id]0|\n");
}

TEST(ShownLines, FollowsTheWindow) {
  Shell shell(20, 4);
  shell.type("stty size").show("4 20\r\n");
  shell.lines.window(60, 10);
  shell.type("echo a line that needs more than twenty").show("ok\r\n");
  EXPECT_EQ(told(shell.lines),
            "[$ stty size]4 20|\n[$ echo a line that needs more than twenty]ok|\n");
}

// libvterm's own resize puts the cursor above the screen here, and crashes with the next byte.
TEST(ShownLines, BearsAWindowThatShrinksAboveItsRows) {
  Shell shell(52, 32);
  shell.show("a\r\nb\r\nc\x1B[H");
  shell.lines.window(105, 2);
  shell.show("\x1B[Kx\r\n");
  EXPECT_EQ(told(shell.lines), "[]x|b|\n");
}

TEST(ShownLines, FindsMarksThatAreCut) {
  Shell shell;
  shell.show("\x1B[?20").show("04h$ id\r\n\x1B").show("[?2004l\ruid\r\n");
  EXPECT_EQ(told(shell.lines), "[$ id]uid|\n");
}

TEST(ShownLines, KnowsSemanticPrompts) {
  Shell shell;
  shell.show("\x1B]133;A\x1B\\$ id\r\n\x1B]133;C\x07uid\r\n\x1B]133;D;0\x07");
  shell.show("\x1B]133;A\x1B\\$ ");
  EXPECT_EQ(told(shell.lines), "[$ id]uid|\n[$]\n");
}

TEST(ShownLines, ShowsRowsWithTheirTimeWithoutMarks) {
  Shell shell;
  shell.show("# id\r\nuid=0\r\n");
  shell.ms = 500;
  shell.show("# pwd\r\n/\r\n# ");
  const auto lines = shell.lines.finish();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].entered.ms(), 10);
  EXPECT_EQ(text(lines[0].output), "# id|uid=0|");
  EXPECT_EQ(lines[1].entered.ms(), 510);
  EXPECT_EQ(text(lines[1].output), "# pwd|/|#|");
}

TEST(ShownLines, CountsBinaryWithoutATerminal) {
  ShownLines lines(Keep{4, 2, nullptr});
  lines.output(at(1), "target01\nhalf");
  lines.output(at(2), std::string("\0\1\2\3", 4));
  const auto shown = lines.finish();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(text(shown[0].output), "target01|half|");
  EXPECT_EQ(shown[0].binary, 4U);
}

TEST(ShownLines, KeepsNoRowWhereNoneIsWanted) {
  ShownLines lines(Keep{1, 0, nullptr});
  lines.window(10, 4);
  lines.output(at(1), "one\r\nabcdefghijklmnop\r\nthree\r\n");
  const auto shown = lines.finish();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(text(shown[0].output), "one|+2|");
}

TEST(ShownLines, BearsAnySize) {
  ShownLines lines(Keep{4, 2, nullptr});
  lines.window(65535, 65535);
  lines.output(at(1), "x\r\n");
  lines.window(1, 1);
  lines.output(at(2), "y\r\n");
  EXPECT_FALSE(lines.finish().empty());
}

}  // namespace
}  // namespace auweave::screen
