// Lines that left something in the background, and what belongs to them.
#include "correlate/jobs.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace auweave::correlate {
namespace {

TEST(Jobs, AreLeftByMarks) {
  for (const char* line : {"sleep 2 &", "(a; b) &", "a & b", "coproc { a; }", "coproc X { a; }",
                           "nohup a >x 2>&1 &", "sleep 40 & disown", "a &\nb", "echo 'x' &"})
    EXPECT_TRUE(leaves_job(line)) << line;
  for (const char* line : {"a && b", "a >&2", "a 2>&1", "a &> x", "a |& b", "echo '&'",
                           "echo \"&\"", "echo \\&", "a <&3", "sleep 2", ""})
    EXPECT_FALSE(leaves_job(line)) << line;
}

TEST(Jobs, HaveWords) {
  EXPECT_TRUE(has_word("(sleep 0.7; expr 1) &", "expr"));
  EXPECT_TRUE(has_word("/usr/bin/expr 1", "expr"));
  EXPECT_TRUE(has_word("x=$(expr 1)", "/usr/bin/expr"));
  EXPECT_FALSE(has_word("expression 1", "expr"));
  EXPECT_FALSE(has_word("my-expr 1", "expr"));
  EXPECT_FALSE(has_word("a", ""));
}

// Lines that are over at 1000, 2000 …, each with the pid of its first program (0: none).
struct Entered {
  const char* line;
  std::int64_t pid;
};

std::string line_of(const std::vector<Entered>& entered, std::int64_t forked, const char* program,
                    const Command* work = nullptr, bool by_word = false) {
  Jobs jobs;
  std::uint64_t serial = 0;
  for (const Entered& each : entered) {
    Command command;
    command.id = CommandNumber::of_line({1, "rec", 1, ++serial});
    command.typed = true;
    command.line = each.line;
    command.ended = base::WallTime::from_ms(static_cast<std::int64_t>(serial) * 1000);
    if (each.pid != 0) command.own.emplace_back().pid = each.pid;
    jobs.note(command);
  }
  ProcessAction action;
  action.key = {1000, 0, 1};
  action.pid = {forked};
  action.argv = {program};
  const auto found = jobs.line_of({model::Pid{forked}, action, work, by_word});
  for (std::uint64_t i = 1; i <= serial; ++i) {
    if (found == CommandNumber::of_line({1, "rec", 1, i})) return entered[i - 1].line;
  }
  return "";
}

TEST(Jobs, BelongToTheLineThatForkedThem) {
  const char* job = "(read; expr 1; id) &";
  EXPECT_EQ(line_of({{job, 0}}, 100, "expr"), job);
  EXPECT_EQ(line_of({{"ls", 90}, {job, 0}, {"ls", 110}}, 100, "expr"), job);
  // Forked before the line, and after a line that came later.
  EXPECT_EQ(line_of({{"ls", 120}, {job, 0}, {"ls", 130}}, 100, "expr"), job);
  EXPECT_EQ(line_of({{job, 0}, {"ls", 110}}, 120, "expr"), "");
  // A function's or an alias' programs are no words of the line.
  EXPECT_EQ(line_of({{"deploy &", 0}}, 100, "expr"), "deploy &");
  EXPECT_EQ(line_of({{"deploy &", 0}}, 100, "expr", nullptr, true), "");
}

TEST(Jobs, AreNobodysWhereSeveralLinesFit) {
  EXPECT_EQ(line_of({{"(read; expr 1) &", 0}, {"(read; expr 2) &", 0}}, 100, "expr"), "");
  EXPECT_EQ(line_of({{"(read; expr 1) &", 0}, {"(read; id) &", 0}}, 100, "expr"),
            "(read; expr 1) &");
  EXPECT_EQ(line_of({{"deploy &", 0}, {"(read; id) &", 0}}, 100, "expr"), "");
}

TEST(Jobs, AreOverWhenASimpleLineHasItsProgram) {
  EXPECT_EQ(line_of({{"expr 1 &", 90}}, 100, "expr"), "");
  EXPECT_EQ(line_of({{"expr 1 &", 0}}, 100, "expr"), "expr 1 &");
  EXPECT_EQ(line_of({{"ls", 90}}, 100, "expr"), "");
}

TEST(Jobs, DoNotTakeWhatTheLineAtWorkMayHaveForked) {
  Command work;
  work.typed = true;
  work.line = "make";
  EXPECT_EQ(line_of({{"(read; expr 1) &", 0}}, 100, "expr", &work), "");
  EXPECT_EQ(line_of({{"(read; expr 1) &", 0}, {"ls", 110}}, 100, "expr", &work),
            "(read; expr 1) &");
  work.own.emplace_back().pid = 90;
  EXPECT_EQ(line_of({{"(read; expr 1) &", 0}}, 100, "expr", &work), "");
  work.own.front().pid = 110;
  EXPECT_EQ(line_of({{"(read; expr 1) &", 0}}, 100, "expr", &work), "(read; expr 1) &");
}

}  // namespace
}  // namespace auweave::correlate
