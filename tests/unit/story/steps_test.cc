#include "story/steps.h"

#include <gtest/gtest.h>

#include <deque>

namespace auweave::story {
namespace {

using What = Happening::What;

// What happened at one line, told row by row: two blanks for each depth, then mark and text.
class Line {
 public:
  explicit Line(std::string line = "x", std::string prompt = "$ ") {
    context.line = std::move(line);
    context.prompt = std::move(prompt);
  }

  Line& add(What what, std::int64_t pid, std::int64_t ppid, const std::string& text,
            const std::string& user = "alice") {
    Happening happening;
    happening.what = what;
    happening.pid = pid;
    happening.ppid = ppid;
    happening.text = text;
    happening.program = text.substr(0, text.find(' '));
    happening.known = programs::program_of(happening.program);
    happening.user = user;
    happenings_.push_back(happening);
    return *this;
  }
  Line& run(std::int64_t pid, std::int64_t ppid, const std::string& text,
            const std::string& user = "alice") {
    return add(What::executed, pid, ppid, text, user);
  }
  std::string told() {
    context.user = "alice";
    std::vector<const Happening*> pointers;
    for (const Happening& happening : happenings_) pointers.push_back(&happening);
    std::string rows;
    for (const Step& step : steps_of(pointers, context)) {
      constexpr std::string_view marks = ">!-*.";
      rows += std::string(2 * step.depth, ' ') + marks[static_cast<std::size_t>(step.mark)] +
              step.text + (step.count > 1 ? " x" + std::to_string(step.count) : "") + "\n";
    }
    return rows;
  }

  StepContext context;

 private:
  std::deque<Happening> happenings_;
};

TEST(Steps, DoNotRepeatWhatWasTyped) {
  EXPECT_EQ(Line("id -u").run(10, 1, "id -u").told(), "");
  EXPECT_EQ(Line("echo x | bash").run(10, 1, "bash").run(11, 10, "id").told(), ">bash\n  >id\n");
  // Where the prompt was not told apart, the line ends with it.
  EXPECT_EQ(Line("what now $ id", "").run(10, 1, "id").told(), "");
  EXPECT_EQ(Line("./x # id").run(10, 1, "id").told(), ">id\n");
}

TEST(Steps, PutEachProgramBelowWhatRanIt) {
  // A pipeline: both at once.
  EXPECT_EQ(Line().run(10, 1, "bash").run(11, 1, "base64 -d").run(12, 10, "id").told(),
            ">bash\n  >id\n>base64 -d\n");
  // One that executes again goes on where it was.
  EXPECT_EQ(Line().run(10, 1, "env sh").run(10, 1, "sh").run(11, 10, "id").told(),
            ">env sh\n  >sh\n    >id\n");
}

TEST(Steps, KnowAPidThatIsUsedAgain) {
  EXPECT_EQ(Line()
                .run(30'000, 1, "one")
                .run(32'000, 1, "two")
                .run(300, 1, "three")
                .run(30'000, 1, "four")
                .told(),
            ">one\n>two\n>three\n>four\n");
}

TEST(Steps, FindWhatSudoRanThoughItForks) {
  Line line("sudo id");
  line.run(10, 1, "sudo id", "root").add(What::became, 10, 0, "", "root").run(12, 11, "id", "root");
  line.add(What::returned, 10, 0, "").run(13, 1, "true");
  EXPECT_EQ(line.told(), ">as root: id\n>true\n");
}

TEST(Steps, FoldAShellsStart) {
  Line line("sudo -i");
  line.context.shells = {12};  // at which lines were typed later on
  line.run(10, 1, "sudo -i", "root").add(What::became, 10, 0, "", "root");
  line.run(12, 11, "-bash", "root").run(13, 12, "id -u", "root").run(14, 99, "sed x", "root");
  line.add(What::denied, 13, 12, "openat /x (EACCES)");
  EXPECT_EQ(line.told(),
            ">as root: -bash\n.start-up: 2 programs: id, sed\n    !denied: openat /x (EACCES)\n");
}

TEST(Steps, TellALoopOnce) {
  Line line;
  for (int i = 0; i < 100; ++i) {
    line.run(100 + i, 1, "true " + std::to_string(i));
    line.add(What::denied, 100 + i, 1, "openat /etc/shadow (EACCES)");
  }
  EXPECT_EQ(line.told(),
            ">true 0\n  !denied: openat /etc/shadow (EACCES) x100\n>true 1\n"
            ".... and again: true (98)\n");
}

TEST(Steps, LeaveNoWarningOut) {
  Line line;
  for (int i = 0; i < 20; ++i) line.run(100 + i, 1, std::string(1, static_cast<char>('a' + i)));
  line.add(What::refused, 200, 1, "rm -rf /").add(What::connected, 201, 1, "10.0.0.1:443 (x)");
  const std::string told = line.told();
  EXPECT_NE(told.find("!sudo did not run: rm -rf /"), std::string::npos) << told;
  EXPECT_NE(told.find("-10.0.0.1:443 (x)"), std::string::npos) << told;
  EXPECT_NE(told.find("... 10 more"), std::string::npos) << told;
}

}  // namespace
}  // namespace auweave::story
