// What documents of commands come to.
#include <gtest/gtest.h>

#include <deque>

#include "story/story.h"

namespace auweave::story {
namespace {

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(1'795'243'250'000 + ms); }

std::string id_of(std::uint8_t number) {
  return "bastion01/1795243250.000/" + std::to_string(number);
}

// A command's document with all that it refers to.
struct Part {
  std::string id = {}, prompt = "$ ", line = {}, output = {};
  std::string where = "local", target = {}, parent = {};
  std::int64_t ms = 0;
  std::optional<std::int64_t> ended = {};
  std::vector<std::string> events = {};
  std::string state = "closed", source = "terminal";
  std::int64_t part = 1;
  std::vector<model::RecordingPlace> recordings = {};
};

class Night {
 public:
  explicit Night(Filter filter = {}, View view = {})
      : story_(std::move(filter), std::move(view), std::move(*base::SpillFile::create())) {
    session(0, "opened");
  }

  Night& session(std::int64_t ms, std::string_view state) {
    model::SessionDocument document;
    document.stamp = stamp(ms);
    document.state = state;
    if (state == "closed") document.closed = at(ms);
    story_.take(document);
    return *this;
  }
  // `number` is its event's id, and its pid.
  Night& run(std::uint8_t number, std::int64_t ms, std::string_view program,
             std::int64_t ppid = 900) {
    model::EventDocument event;
    event.stamp = stamp(ms);
    const std::string id = id_of(number);
    event.stamp.event_id = id;
    event.category = "process";
    event.action = "executed";
    event.result = "success";
    event.argv = {&program, 1};
    event.command = program;
    const std::string exe = "/usr/bin/" + std::string(program);
    event.exe = exe;
    event.effective_user = "alice";
    event.pid = number;
    event.ppid = ppid;
    event.types = {"SYSCALL"};
    story_.take(event);
    return *this;
  }
  Night& wrong_password(std::int64_t ms, std::string_view account) {
    model::EventDocument event;
    event.stamp = stamp(ms);
    const std::string id = id_of(255);
    event.stamp.event_id = id;
    event.category = "authentication";
    event.result = "failure";
    event.exe = "/usr/bin/su";
    event.object = account;
    event.types = {"USER_AUTH"};
    story_.take(event);
    return *this;
  }
  Night& command(const Part& part) {
    model::CommandDocument document;
    document.stamp = stamp(part.ms);
    document.stamp.target = part.target;
    document.command_id = part.id;
    document.part = part.part;
    document.state = part.state;
    document.where = part.where;
    document.parent_command = part.parent;
    document.command = part.line;
    document.prompt = part.prompt;
    document.source = part.source;
    document.started = at(part.ms);
    if (part.ended.has_value()) document.ended = at(*part.ended);
    document.tty_output = part.output;
    document.events = part.events;
    document.recordings = part.recordings;
    story_.take(document);
    return *this;
  }
  // A chunk of a recording that began at `began`.
  Night& chunk(std::int64_t ms, std::int64_t began, std::string_view recording) {
    model::TtyDocument document;
    document.stamp = stamp(ms);
    document.recording_id = recording;
    document.rec = "REC";
    document.source = "tlog";
    document.file = "tlog.jsonl";
    document.verified = true;
    document.vouched_by = "journald";
    document.play_offset_ms = ms - began;
    document.duration_ms = 60'000;
    story_.take(document);
    return *this;
  }
  // From the first entry on.
  std::string told() {
    std::string text;
    EXPECT_TRUE(story_
                    .finish([&](std::string_view piece) {
                      text += piece;
                      return true;
                    })
                    .ok());
    return text;
  }

 private:
  model::Stamp stamp(std::int64_t ms) const {
    model::Stamp stamp;
    stamp.time = at(ms);
    stamp.host = "h";
    stamp.session_id = "h:~1234567:3";
    stamp.actor = "alice";
    return stamp;
  }
  Story story_;
};

std::string event(std::uint8_t number) { return id_of(number); }

// True when `rows` stand in the story, one below the other.
testing::AssertionResult tells(const std::string& told, const std::string& rows) {
  if (told.find(rows) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << told;
}

TEST(Commands, HaveWhatTheirDocumentsName) {
  Night night;
  // `late` runs when the next line was entered already.
  night.run(1, 1000, "make").run(2, 5000, "date").run(3, 6000, "late", 99);
  night.command({.id = "b", .line = "date", .output = "now", .ms = 4990, .events = {event(2)}});
  night.command(
      {.id = "a", .line = "make", .ms = 990, .ended = 4000, .events = {event(1), event(3)}});
  EXPECT_TRUE(tells(night.told(),
                    "$ make\n            > late\n"
                    "06:40:54  $ date\n            | now\n"));
}

TEST(Commands, HaveWhatTheirProcessesDidBeyondTheList) {
  Night night;
  night.run(1, 1000, "make").run(2, 5000, "date").run(3, 6000, "cc", 1);
  night.command({.id = "a", .line = "make", .ms = 990, .events = {event(1)}});
  night.command({.id = "b", .line = "date", .ms = 4990, .events = {event(2)}});
  EXPECT_TRUE(tells(night.told(), "$ make\n            > cc\n"));
}

// A document names 64 events: what its shell executes then is the rest of the loop.
TEST(Commands, AreLongerThanTheirList) {
  Night night;
  Part loop{.id = "a", .line = "true", .ms = 1000, .source = "exec"};
  for (std::uint8_t number = 1; number <= 100; ++number) {
    night.run(number, 1000 + 30 * number, "true");
    if (number <= 64) loop.events.push_back(event(number));
  }
  night.run(101, 9000, "date");
  night.command(loop);
  night.command({.id = "b", .line = "date", .ms = 9000, .events = {event(101)}, .source = "exec"});
  EXPECT_TRUE(tells(night.told(), "> true  (100 times)\n06:40:59  > date\n"));
}

TEST(Commands, InPartsAreOneEntry) {
  Night night;
  night.run(1, 1000, "make");
  Part part{.id = "a", .line = "make", .output = "one\ntw", .ms = 990, .state = "output"};
  night.command(part);
  part.output = "o\nthree";
  part.part = 2;
  part.events = {event(1)};
  night.command(part);
  const std::string told = night.told();
  EXPECT_TRUE(tells(told,
                    "$ make   [not over]\n            | one\n            | two\n"
                    "            | three\n"));
  EXPECT_EQ(told.find("$ make", told.find("$ make") + 1), std::string::npos) << told;
}

TEST(Commands, SayWhereTheyWereTyped) {
  Night night;
  night.run(1, 1000, "ssh");
  night.command({.id = "a", .line = "ssh h2", .ms = 990, .events = {event(1)}});
  night.command({.id = "b", .line = "id", .where = "remote", .target = "h2:22/ssh", .ms = 2000});
  night.command({.id = "c", .line = "psql db", .ms = 3000});
  night.command({.id = "d", .line = "\\dt", .where = "repl", .parent = "c", .ms = 4000});
  const std::string told = night.told();
  EXPECT_TRUE(tells(told, "$ id   [on h2:22/ssh]\n"));
  EXPECT_TRUE(tells(told, "$ \\dt   [inside of psql db]\n"));
}

TEST(Commands, WithoutALineSayWhoseTheyAre) {
  Night night;
  night.run(1, 1000, "nohup").run(2, 9000, "evil", 99);
  night.command({.id = "a", .line = "nohup x &", .ms = 990, .ended = 1100, .events = {event(1)}});
  night.command({.id = "b",
                 .line = "evil",
                 .parent = "a",
                 .ms = 9000,
                 .events = {event(2)},
                 .source = "exec"});
  // Its one event was filtered, or folded: nothing is left to tell.
  night.command({.id = "c", .line = "gone", .ms = 9500, .events = {event(9)}, .source = "exec"});
  const std::string told = night.told();
  EXPECT_TRUE(tells(told, "> evil   [left running by the line of 06:40:50]\n"));
  EXPECT_EQ(told.find("gone"), std::string::npos) << told;
}

// Nothing was executed that tells: the shell's recording began before the line's su was let in.
TEST(Commands, HaveWhatSuSaysOfThem) {
  Night night;
  night.chunk(0, 0, "outer").chunk(5000, 5000, "inner").wrong_password(6000, "carol");
  night.command({.id = "a", .line = "su - carol", .ms = 4900, .recordings = {{"outer", 4900}}});
  night.command({.id = "b", .line = "id", .ms = 9000, .recordings = {{"inner", 4000}}});
  EXPECT_TRUE(tells(night.told(),
                    "$ su - carol   [4.9, no program]\n"
                    "            ! su: wrong password for carol\n"
                    "06:40:59  $ id   [4.0, no program]\n"));
}

TEST(Commands, ArePlayedByTheRecordersClock) {
  Filter filter;
  filter.command = "ID";
  Night night(filter);
  night.run(1, 5000, "id").chunk(3100, 2900, "r");
  // The recorder was executed at 2000: its own position is another.
  night.command(
      {.id = "a", .line = "id", .ms = 5000, .events = {event(1)}, .recordings = {{"r", 3000}}});
  const std::string told = night.told();
  EXPECT_TRUE(tells(told, "$ id   [2.1]\n"));
  EXPECT_TRUE(tells(told, "tlog-play -i tlog.jsonl -m REC -g 2.1\n"));
}

TEST(Commands, AreSearchedByLineAndProgramAlone) {
  for (const std::string asked : {"alice@", "shown"}) {
    Filter filter;
    filter.command = asked;
    Night night(filter);
    night.run(1, 1000, "id");
    night.command({.id = "a",
                   .prompt = "alice@h:~$ ",
                   .line = "id",
                   .output = "shown",
                   .ms = 990,
                   .events = {event(1)}});
    EXPECT_NE(night.told().find("0 sessions"), std::string::npos) << asked;
  }
}

TEST(Commands, OfASessionThatWasToldAreNotToldAgain) {
  Night night;
  night.run(1, 1000, "id").session(2000, "closed");
  night.command({.id = "a", .line = "id", .ms = 1000, .events = {event(1)}, .source = "exec"});
  const std::string told = night.told();
  EXPECT_TRUE(tells(told, "1 session, 1 program"));
  EXPECT_EQ(told.find("left running"), std::string::npos) << told;
}

TEST(Commands, KeepTheRowsThatAreAskedFor) {
  std::string rows = "0";
  for (int i = 1; i < 100; ++i) rows += "\n" + std::to_string(i);
  const Part seq{.id = "a", .line = "seq", .output = rows, .ms = 1000};
  View view;
  view.rows = 4;
  EXPECT_TRUE(tells(Night({}, view).command(seq).told(),
                    "| 0\n            | 1\n            | 2\n            | ... 96 more rows\n"
                    "            | 99\n"));
  view.full = true;
  const std::string whole = Night({}, view).command(seq).told();
  EXPECT_TRUE(tells(whole, "| 50\n            | 51\n"));
  EXPECT_EQ(whole.find("more rows"), std::string::npos);
}

}  // namespace
}  // namespace auweave::story
