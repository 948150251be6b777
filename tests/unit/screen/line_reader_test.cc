#include <gtest/gtest.h>

#include "terminal.h"

namespace auweave::screen {
namespace {

TEST(LineReader, TellsPromptLineAndOutputApart) {
  Terminal terminal;
  terminal.show("welcome\r\n").type("id").show("uid=0\r\n").type("pwd").show("/root\r\n");
  EXPECT_EQ(terminal.told(), "welcome|[a@h:~$ ][id]uid=0|[a@h:~$ ][pwd]/root|");
}

TEST(LineReader, KnowsThePromptAsSoonAsTimePassesBehindIt) {
  Terminal terminal;
  terminal.show(kPrompt + std::string("a@h:~$ "));
  EXPECT_EQ(terminal.all(), "(prompt)");
  terminal.show("i");
  EXPECT_EQ(terminal.all(), "(prompt)(is 'a@h:~$ ')");
}

TEST(LineReader, KnowsThePromptThatIsSettled) {
  Terminal terminal;
  terminal.show(kPrompt + std::string("a@h:~$ "));
  terminal.reader.prompt_found();
  EXPECT_EQ(terminal.all(), "(prompt)(is 'a@h:~$ ')");
}

struct Split {
  const char* name;
  std::string prompt, rest;  // the prompt comes with the first piece, the rest a moment later
  std::string want;
};

class Prompts : public testing::TestWithParam<Split> {};

TEST_P(Prompts, EndWhereTheyEnd) {
  Terminal terminal(60, 5);
  terminal.show(kPrompt + GetParam().prompt).show(GetParam().rest + kEnter);
  EXPECT_EQ(terminal.told(), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    LineReader, Prompts,
    testing::Values(Split{"Plain", "$ ", "ls -l", "[$ ][ls -l]"},
                    Split{"Root", "[root@db1 tmp]# ", "id # why", "[[root@db1 tmp]# ][id # why]"},
                    // Typed before the shell was ready: echoed together with the prompt.
                    Split{"TypedAhead", "a@h:~$ echo 'a > b'", "", "[a@h:~$ ][echo 'a > b']"},
                    Split{"NoSuchEnd", "what now: ", "rest", "[what now: ][rest]"},
                    Split{"Fish", "a@h ~> ", "ls > x", "[a@h ~> ][ls > x]"},
                    Split{"Themed", "~/src ❯ ", "make", "[~/src ❯ ][make]"},
                    Split{"TwoRows", "a@h ~/src\r\n$ ", "ls", "[a@h ~/src\n$ ][ls]"},
                    Split{"BlankBefore", "$ ", " secret", "[$ ][ secret]"}),
    [](const auto& param) { return param.param.name; });

TEST(LineReader, TypingAheadOfAKnownPromptDoesNotHideIt) {
  Terminal terminal;
  terminal.type("id").show(kPrompt + std::string("a@h:~$ cat >")).show(" x" + std::string(kEnter));
  EXPECT_EQ(terminal.told(), "[a@h:~$ ][id][a@h:~$ ][cat > x]");
}

TEST(LineReader, OutputWithoutNewlineStandsBeforeThePrompt) {
  Terminal terminal;
  terminal.type("printf foo").show("foo").type("id").show("0\r\n");
  EXPECT_EQ(terminal.told(), "[a@h:~$ ][printf foo]foo|[a@h:~$ ][id]0|");
}

TEST(LineReader, ResolvesEditing) {
  Terminal terminal;
  terminal.show(kPrompt + std::string("$ ")).show("echo typo\b\x1B[K\b\x1B[Ked\bxd\b").show(kEnter);
  EXPECT_EQ(terminal.told(), "[$ ][echo tyexd]");
}

TEST(LineReader, JoinsALineThatIsLongerThanTheScreen) {
  Terminal terminal(10, 4);
  terminal.type("echo 123456789 123456789 123456789 123456789 123456789", "$ ");
  EXPECT_EQ(terminal.told(), "[$ ][echo 123456789 123456789 123456789 123456789 123456789]");
}

TEST(LineReader, KeepsABlankInTheLastColumn) {
  Terminal terminal(10, 4);
  // "$ echo ab" has nine columns: the blank behind it is in the tenth.
  terminal.type("echo ab cd", "$ ");
  EXPECT_EQ(terminal.told(), "[$ ][echo ab cd]");
}

TEST(LineReader, RestingChangesNothing) {
  for (const int columns : {10, 14, 40}) {
    std::string told[2];
    for (const bool resting : {false, true}) {
      Terminal terminal(columns, 3);
      terminal.resting = resting;
      terminal.show("motd\r\nno newline");
      terminal.show(kPrompt + std::string("a@h:~$ "));
      for (const char c : std::string("echo 123456789 123456789 1\b2")) terminal.show({c});
      terminal.show(kEnter).show("1\r\n2\r\n3\r\n4\r\n").type("vi x");
      terminal.show("\x1B[?1049hfull\x1B[?2004h\x1B[?1049l").type("exit").show("logout\r\n");
      told[resting ? 1 : 0] = terminal.told();
    }
    EXPECT_EQ(told[0], told[1]);
    EXPECT_NE(told[0].find("[echo 123456789 123456789 2]"), std::string::npos) << told[0];
  }
}

TEST(LineReader, NeedsNoEmulatorAtAPrompt) {
  Terminal terminal;
  terminal.show(kPrompt + std::string("$ "));
  EXPECT_TRUE(terminal.reader.awake());
  terminal.reader.rest();
  EXPECT_FALSE(terminal.reader.awake());
  terminal.show("id" + std::string(kEnter)).reader.rest();
  EXPECT_TRUE(terminal.reader.awake());
}

TEST(LineReader, ReadsSemanticPrompts) {
  Terminal terminal;
  const std::string prompt = "\x1B]133;A\x07what now \x1B]133;B\x07";
  terminal.show(prompt + "id").show("\r\n\x1B]133;C\x07uid=0\r\n\x1B]133;D;3\x07" + prompt);
  EXPECT_EQ(terminal.all(),
            "(prompt)(is 'what now ')[what now ][id](status 3)uid=0|(prompt)(is 'what now ')");
}

TEST(LineReader, FullScreenProgramsMarkNothing) {
  Terminal terminal;
  terminal.type("vim x").show("\x1B[?1049h\x1B[?2004h drawn \x1B[?2004l\x1B[?1049l").type("id");
  EXPECT_EQ(terminal.told(), "[a@h:~$ ][vim x][a@h:~$ ][id]");
  EXPECT_NE(terminal.all().find("(full)"), std::string::npos);
}

TEST(LineReader, AShellThatIsLeftAtTheEndOfInputEntersNothing) {
  Terminal terminal;
  terminal.show(kPrompt + std::string("$ ")).show("\x1B[?2004l\r\r\nexit\r\n");
  EXPECT_EQ(terminal.told(), "[$ ][]exit|");
}

// 15-resize: the window got another size together with Enter.
TEST(LineReader, ALineDrawnAnewBehindEnterIsOneLine) {
  Terminal terminal;
  terminal.show(kPrompt + std::string("a@h:~$ "));
  terminal.show("stty size\r\n\r\x1B[K\ra@h:~$ stty size\x1B[?2004l\r").show("24 80\r\n");
  EXPECT_EQ(terminal.told(), "[a@h:~$ ][stty size]24 80|");
}

TEST(LineReader, ClearedScreensShowWhatCameAfter) {
  Terminal terminal;
  terminal.type("clear").show("\x1B[H\x1B[2J\x1B[3J").type("id").show("0\r\n");
  EXPECT_EQ(terminal.told(), "[a@h:~$ ][clear][a@h:~$ ][id]0|");
}

TEST(LineReader, ColoursAndTabsAreNoText) {
  Terminal terminal;
  terminal.type("ls").show("\x1B[31mred\x1B[0m\tx\r\n");
  EXPECT_EQ(terminal.told(), "[a@h:~$ ][ls]red     x|");
}

TEST(LineReader, RowsThatWrapGoOn) {
  Terminal terminal(10, 4);
  terminal.type("x", "$ ").show("abcdefghijklmn\r\nx\r\n");
  EXPECT_EQ(terminal.told(), "[$ ][x]abcdefghij|+klmn|x|");
}

TEST(LineReader, RowsThatScrolledAwayAreTold) {
  Terminal terminal(40, 3);
  terminal.type("seq 8", "$ ");
  for (int i = 1; i <= 8; ++i) terminal.show(std::to_string(i) + "\r\n");
  terminal.type("id", "$ ");
  EXPECT_EQ(terminal.told(), "[$ ][seq 8]1|2|3|4|5|6|7|8|[$ ][id]");
}

TEST(LineReader, ALineMayBeLongerThanTheWindowWasWide) {
  Terminal terminal(20, 4);
  terminal.type("stty size", "$ ").show("4 20\r\n");
  terminal.reader.window(60, 10);
  terminal.type("echo a line that needs more than twenty", "$ ").show("ok\r\n");
  EXPECT_EQ(terminal.told(),
            "[$ ][stty size]4 20|[$ ][echo a line that needs more than twenty]ok|");
}

// libvterm's own resize puts the cursor above the screen here, and crashes with the next byte.
TEST(LineReader, AWindowMayShrinkAboveItsRows) {
  Terminal terminal(52, 32);
  terminal.show("a\r\nb\r\nc\x1B[H");
  terminal.reader.window(105, 2);
  terminal.show("\x1B[Kx\r\n");
  EXPECT_EQ(terminal.told(), "x|b|");
}

TEST(LineReader, WindowsMayHaveAnySize) {
  Terminal terminal(65535, 65535);
  terminal.show("x\r\n");
  terminal.reader.window(1, 1);
  terminal.show("y\r\n");
  EXPECT_EQ(terminal.told(), "x|y|");
}

TEST(LineReader, MarksMayBeCut) {
  Terminal terminal;
  terminal.show("\x1B[?20").show("04h$ ").show("id\r\n\x1B").show("[?2004l\ruid\r\n");
  EXPECT_EQ(terminal.told(), "[$ ][id]uid|");
}

// ssh -tt from a script: a terminal of 0x0, of which no window tells.
TEST(LineReader, ATerminalWithoutASizeHasPromptsToo) {
  Told told;
  LineReader reader(told);
  std::int64_t ms = 0;
  const std::string prompt = kPrompt + std::string("a@h:~$ ");
  for (const std::string& bytes :
       {std::string("motd\r\n"), prompt, "id" + std::string(kEnter), "uid=0\r\n" + prompt}) {
    reader.read(at(++ms), bytes);
  }
  reader.finish();
  EXPECT_EQ(told.text, "motd|(prompt)(is 'a@h:~$ ')[a@h:~$ ][id]uid=0|(prompt)");
}

TEST(LineReader, WithoutMarksWhatStoppedLikeAPromptMayBeALine) {
  Terminal terminal;
  terminal.show("motd\r\n$ ").show("i").show("d").show("\r\nuid=0\r\n$ ").show("ls > x\r\n");
  terminal.show("99% ").show("done\r\nhow? ").show("so\r\n$ not typed\r\n");
  EXPECT_EQ(terminal.told(), "motd|{$ }{id}uid=0|{$ }{ls > x}{99% }{done}{how? }{so}$ not typed|");
}

TEST(LineReader, WithoutMarksALineMayBeLongerThanTheScreen) {
  Terminal terminal(10, 3);
  terminal.show("$ ").show("echo 123456789 123456789\r\n123\r\n");
  EXPECT_EQ(terminal.told(), "{$ }{echo 123456789 123456789}123|");
}

TEST(LineReader, WithoutATerminalRowsAreAllThereIs) {
  Told told;
  LineReader reader(told);
  reader.read(at(1), "one\ntw");
  reader.read(at(2), "o\nthree");
  reader.read(at(3), std::string("\x00\xFF\x01", 3));
  reader.finish();
  EXPECT_EQ(told.text, "one|two|(binary 3)three|");
}

}  // namespace
}  // namespace auweave::screen
