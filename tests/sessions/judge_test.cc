// The judge of generated sessions: what it must see, on truths and documents written by hand.
#include "judge.h"

#include <gtest/gtest.h>

#include "plan.h"
#include "shells.h"

namespace auweave::sessions {
namespace {

std::string truth(const std::string& seen = "true") {
  const auto line = [&](const std::string& text, const std::string& pid,
                        const std::string& number) {
    return R"({"text":")" + text + R"(","kind":"plain","shell":"dash","run":true,"seen":)" + seen +
           R"(,"nested":false,"later":false,"loose":false,"scrolled":false,"unplanned":false,"executed":[{"pid":)" +
           pid + R"(,"argv":["probe",")" + number + R"("]}],"shown":["[)" + number + R"(]"]})";
  };
  return R"({"shell":"dash","seed":1,"odd_window":false,"strays":[],"lines":[)" +
         line("probe 1001", "11", "1001") + "," + line("probe  1002", "12", "1002") + "]}";
}

struct Command {
  std::string source, text, programs, output;
};

std::string program(const std::string& pid, const std::string& number) {
  return R"({"pid":)" + pid + R"(,"argv":["probe",")" + number + R"("]})";
}

std::vector<std::string> documents(const std::vector<Command>& commands) {
  std::vector<std::string> all;
  for (const Command& each : commands) {
    const std::string number = std::to_string(all.size());
    all.push_back(R"({"kind":"command","command_id":"c)" + number + R"(","source":")" +
                  each.source + R"(","started":"2026-11-30T10:00:0)" + number +
                  R"(.000Z","command":")" + each.text + R"(","executed":[)" + each.programs +
                  R"(],"tty_output":")" + each.output + R"("})");
  }
  return all;
}

const Command kFirst{"terminal", "probe 1001", program("11", "1001"), "[1001]"};
const Command kSecond{"terminal", "probe  1002", program("12", "1002"), "[1002]"};

Counts counts_of(const std::vector<Command>& commands) {
  return judge(truth(), documents(commands)).by_shell.at("dash");
}

TEST(Judge, SeesWhatIsRight) {
  const Counts counts = counts_of({kFirst, kSecond});
  EXPECT_EQ(counts.lines, 2);
  EXPECT_EQ(counts.right, 2);
  EXPECT_EQ(counts.blanks, 0);
  EXPECT_EQ(counts.faults(), 0);
}

TEST(Judge, CountsSpacesApart) {
  Command second = kSecond;
  second.text = "probe 1002";
  const Counts counts = counts_of({kFirst, second});
  EXPECT_EQ(counts.right, 2);
  EXPECT_EQ(counts.blanks, 1);
}

TEST(Judge, SeesWhatIsMissing) {
  EXPECT_EQ(counts_of({kSecond}).missing, 1);
  Command second = kSecond;
  second.programs = "";
  EXPECT_EQ(counts_of({kFirst, second}).lacks_program, 1);
  second = kSecond;
  second.output = "";
  EXPECT_EQ(counts_of({kFirst, second}).lacks_output, 1);
}

TEST(Judge, SeesAnothersProgramsAndOutput) {
  Command first = kFirst;
  first.programs += "," + program("12", "1002");
  EXPECT_EQ(counts_of({first, kSecond}).foreign_program, 1);
  first = kFirst;
  first.output += "\\n[1002]";
  EXPECT_EQ(counts_of({first, kSecond}).foreign_output, 1);
  const Command both{"exec", "probe 1001", program("11", "1001") + "," + program("12", "1002"), ""};
  EXPECT_EQ(counts_of({kFirst, kSecond, both}).mixed, 1);
}

TEST(Judge, SeesWhatNobodyTyped) {
  const Counts counts = counts_of({kFirst, kSecond, {"terminal", "EOT", "", ""}});
  EXPECT_EQ(counts.right, 2);
  EXPECT_EQ(counts.made_up, 1);
}

TEST(Judge, SeesAnotherText) {
  Command second = kSecond;
  second.text = "$ probe  1002";
  const Counts counts = counts_of({kFirst, second});
  EXPECT_EQ(counts.wrong_text, 1);
  EXPECT_EQ(counts.made_up, 0);
}

TEST(Judge, SeesControlCharacters) {
  Command first = kFirst;
  first.output += "\\u001b[0m";
  EXPECT_EQ(counts_of({first, kSecond}).control, 1);
}

TEST(Judge, TakesProgramsForLinesThatCannotBeSeen) {
  Command first = kFirst;
  Command second = kSecond;
  first.source = second.source = "exec";
  const auto told = documents({first, second});
  EXPECT_EQ(judge(truth("false"), told).by_shell.at("dash unseen").as_programs, 2);
  EXPECT_EQ(judge(truth("true"), told).by_shell.at("dash").missing, 2);
}

TEST(Plans, AreTheSameOfTheSameSeed) {
  for (const Shell& shell : shells()) {
    const Plan plan = make_plan(shell, 7, 30);
    const Plan same = make_plan(shell, 7, 30);
    ASSERT_GE(plan.lines.size(), 30U);
    ASSERT_EQ(plan.lines.size(), same.lines.size());
    for (std::size_t i = 0; i < plan.lines.size(); ++i)
      EXPECT_EQ(plan.lines[i].text, same.lines[i].text);
    ASSERT_EQ(plan.steps.size(), same.steps.size());
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
      EXPECT_EQ(plan.steps[i].strokes.size(), same.steps[i].strokes.size());
  }
}

}  // namespace
}  // namespace auweave::sessions
