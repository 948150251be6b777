#include "correlate/line_calls.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace auweave::correlate {
namespace {

using Argv = std::vector<std::string>;

struct Row {
  std::string line;
  Argv argv;
  Fit fit;
};

class Fits : public testing::TestWithParam<Row> {};

TEST_P(Fits, AsTheWordsOfTheLine) {
  const auto& [line, argv, fit] = GetParam();
  EXPECT_EQ(LineCalls(line).fit(argv), fit) << line;
}

INSTANTIATE_TEST_SUITE_P(
    All, Fits,
    testing::Values(
        Row{"expr 1 + 2", {"expr", "1", "+", "2"}, Fit::whole},
        Row{"expr 1 + 2", {"expr", "1", "+", "3"}, Fit::none},
        Row{"expr 1 + 2", {"sleep", "1"}, Fit::none},
        Row{"/usr/bin/id -u", {"/usr/bin/id", "-u"}, Fit::whole}, Row{"id", {"id"}, Fit::whole},
        Row{"id ", {"/usr/bin/id"}, Fit::whole},
        Row{"ls /etc", {"ls", "--color=auto", "/etc"}, Fit::name},
        Row{"ls *.txt", {"ls", "a.txt", "b.txt"}, Fit::name},
        Row{"ls *.txt", {"ls", "a.txt"}, Fit::shape},
        Row{"expr 40 + $i", {"expr", "40", "+", "7"}, Fit::shape},
        Row{"expr 40 + $i", {"expr", "41", "+", "7"}, Fit::none},
        Row{"probe 10.$i", {"probe", "10.2"}, Fit::shape},
        Row{"probe 10.$i", {"probe", "11.2"}, Fit::none},
        Row{"probe '$HOME' ';' '>'", {"probe", "$HOME", ";", ">"}, Fit::whole},
        Row{"probe \"it's\" a\\ b", {"probe", "it's", "a b"}, Fit::whole},
        Row{"probe ''", {"probe", ""}, Fit::whole},
        Row{"probe 1 > /dev/null 2>&1", {"probe", "1"}, Fit::whole},
        Row{"probe 1 2> err < in", {"probe", "1"}, Fit::whole},
        Row{"probe 1 # and so on", {"probe", "1"}, Fit::whole},
        Row{"a 1 | b 2; c 3 && d 4 & e 5", {"e", "5"}, Fit::whole},
        Row{"if test -f x; then a 1; else b 2; fi", {"b", "2"}, Fit::whole},
        Row{"for i in 1 2; do a $i; done", {"a", "1"}, Fit::shape},
        Row{"for i in a b; do c; done", {"a"}, Fit::none},
        Row{"X=1 Y=2 probe 3", {"probe", "3"}, Fit::whole},
        Row{"x=$(probe 3)", {"probe", "3"}, Fit::whole},
        Row{"echo \"`probe 3`\"", {"probe", "3"}, Fit::whole},
        Row{"(a 1; b 2) &", {"b", "2"}, Fit::whole}, Row{"{ a 1; }", {"a", "1"}, Fit::whole},
        Row{"exec a 1", {"a", "1"}, Fit::whole}, Row{"time a 1", {"a", "1"}, Fit::whole},
        Row{"! a 1", {"a", "1"}, Fit::whole}, Row{"coproc a 1", {"a", "1"}, Fit::whole},
        Row{"./run 1", {"/bin/sh", "./run", "1"}, Fit::whole},
        Row{"run 1", {"/usr/bin/python3", "/usr/local/bin/run", "1"}, Fit::whole},
        Row{"ll /etc", {"ls", "-l", "/etc"}, Fit::arguments}, Row{"ll", {"ls", "-l"}, Fit::none},
        Row{"cd /etc", {"ls", "-l", "/etc"}, Fit::none},
        Row{"cat <<E\na 1\nE\nb 2", {"a", "1"}, Fit::none},
        Row{"cat <<E\na 1\nE\nb 2", {"b", "2"}, Fit::whole},
        Row{"cat <<-'E'\n\tE\nb 2", {"b", "2"}, Fit::whole}, Row{"cat <<< a", {"cat"}, Fit::whole},
        Row{"a 1 \\\n2", {"a", "1", "2"}, Fit::whole},
        Row{"diff <(a 1) <(b 2)", {"b", "2"}, Fit::whole}, Row{"", {"a"}, Fit::none},
        Row{"a", {}, Fit::none}, Row{"$cmd 1", {"a", "1"}, Fit::arguments},
        Row{"a $x", {"b", "c", "d"}, Fit::none}));

TEST(LineCalls, TakesEachCallOnce) {
  LineCalls calls("sleep 1; sleep 1; id");
  const Argv sleeps = {"sleep", "1"};
  calls.take(sleeps);
  EXPECT_EQ(calls.fit(sleeps), Fit::whole);
  calls.take(sleeps);
  EXPECT_EQ(calls.fit(sleeps), Fit::none);
  EXPECT_TRUE(calls.leaves_open());
  calls.take(Argv{"id"});
  EXPECT_FALSE(calls.leaves_open());
}

TEST(LineCalls, TakesCallsOfALoopAgainAndAgain) {
  LineCalls calls("while true; do date; done");
  calls.take(Argv{"date"});
  EXPECT_EQ(calls.fit(Argv{"date"}), Fit::whole);
}

TEST(LineCalls, LeavesNothingOpenThatAShellDoesItself) {
  EXPECT_FALSE(LineCalls("cd /tmp; echo hi > x").leaves_open());
  EXPECT_FALSE(LineCalls("PS1='> '").leaves_open());
  EXPECT_TRUE(LineCalls("ll").leaves_open());
  EXPECT_TRUE(LineCalls(". ./file").leaves_open());
  EXPECT_TRUE(LineCalls("exit").leaves_open());
  EXPECT_TRUE(LineCalls("exit").only_builtins());
  EXPECT_FALSE(LineCalls("ll").only_builtins());
}

TEST(LineCalls, MayRunAnythingUnderAnotherNameAlone) {
  EXPECT_TRUE(LineCalls("ll").may_run(Argv{"ls", "-l"}));
  EXPECT_FALSE(LineCalls("ls -l").may_run(Argv{"ls", "-a"}));
}

TEST(LineCalls, KnowsWhetherARowIsMissing) {
  for (const char* open : {"for i in 1 2", "for i in 1 2; do", "a |", "a &&", "a \\", "echo 'x",
                           "echo \"x", "cat <<E", "cat <<E\nx", "if a; then", "case x in", "f() {",
                           "(a", "x=$(a", "while read l\ndo a", "begin"})
    EXPECT_TRUE(LineCalls(open).is_open()) << open;
  for (const char* whole :
       {"a", "for i in 1; do a; done", "a | b", "echo 'x'", "cat <<E\nx\nE", "if a; then b; fi",
        "f() { a; }", "(a)", "x=$(a)", "echo for", "a \\\n b", "case x in y) a;; esac", "a &", ""})
    EXPECT_FALSE(LineCalls(whole).is_open()) << whole;
}

// A user can enter a line of megabytes, and execute thousands of programs for it.
TEST(LineCalls, ReadsTheBeginningOfALongLineAndLeavesTheRestOpen) {
  const LineCalls calls("cd /; x='" + std::string(LineCalls::kMostBytes, 'y') + "'; true");
  EXPECT_TRUE(calls.is_open());
  EXPECT_TRUE(calls.repeats());
  EXPECT_TRUE(calls.leaves_open());
  EXPECT_TRUE(calls.may_run(Argv{"true"}));
  EXPECT_FALSE(calls.only_builtins());
}

TEST(LineCalls, FindsTheFirstLineOfRows) {
  for (const auto& [rows, line] : std::vector<std::pair<std::string, std::string>>{
           {"a\nb", "a"},
           {"a", "a"},
           {"", ""},
           {"for i in 1\ndo a\ndone\nb", "for i in 1\ndo a\ndone"},
           {"a 'x\ny'\nb", "a 'x\ny'"},
           {"cat <<E\nx\nE\nb", "cat <<E\nx\nE"},
           {"a \\\nb\nc", "a \\\nb"},
           {"a |\nb\nc", "a |\nb"},
           {"f()\n{ a; }\nb", "f()\n{ a; }"},
           {"a 'x\ny", "a 'x\ny"}})
    EXPECT_EQ(rows.substr(0, LineCalls::first_line(rows)), line) << rows;
}

TEST(LineCalls, ReadsAnyBytes) {
  std::string line = "a ";
  for (int i = 0; i < 100'000; ++i) line += static_cast<char>(i * 7 + i / 256);
  EXPECT_EQ(LineCalls(line).fit(Argv{"zzz"}), Fit::none);
}

}  // namespace
}  // namespace auweave::correlate
