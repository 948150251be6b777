// Commands of many sessions at once: what a join tells of each is what it tells of that one alone.
#include "correlate/command_join.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace auweave::correlate {
namespace {

constexpr const char* kPrompt = "\x1B[?2004ha@h:~$ ";
constexpr const char* kEnter = "\r\n\x1B[?2004l\r";
constexpr std::int64_t kLatenessMs = 10'000;

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

class Told : public CommandJoin::Output {
 public:
  void command(const EmittedCommand& emitted) override {
    std::string& text = of[emitted.owner->session_id];
    const Command& command = *emitted.command;
    text += command.id.text() + " " + emitted.owner->actor + ": " + command.line + " =";
    for (const model::Executed& each : command.own) text += " " + each.argv.front();
    for (const model::Executed& each : command.inner) text += " ;" + each.argv.front();
    text += " '" + command.output + "'";
    if (command.parent.has_value()) text += " in " + command.parent->text();
    text += " part " + std::to_string(static_cast<int>(emitted.state));
    if (command.let_go) text += " let go";
    text += " places " + std::to_string(emitted.recordings.size()) + "\n";
  }

  std::map<std::string, std::string> of;  // by session_id
};

// A session whose recorder is the process 10, the recorder's shell 11, and an editor of it 12.
class Member {
 public:
  explicit Member(std::size_t number, const std::string& actor = "") : number_(number) {
    session_.id = "h:00000000:" + std::to_string(number);
    session_.actor = actor.empty() ? "u" + std::to_string(number) : actor;
    session_.ses = model::Ses{static_cast<std::uint32_t>(number)};
    recording_.rec = "rec" + std::to_string(number);
    recording_.pid = model::Pid{10};
    recording_.started = at(1000);
  }

  void begin(CommandJoin& join) {
    recording_.serial = exec(join, 1000, 10, 1, "-tlog-rec-session");
    exec(join, 1010, 11, 10, "-bash");
    show(join, 1100, kPrompt);
    show(join, 2000, std::string("vi x") + kEnter);
    exec(join, 2002, 12, 11, "vi");
    show(join, 2100, "of " + std::to_string(number_) + "\r\n");
  }
  void go_on(CommandJoin& join, std::int64_t ms) {
    exec(join, ms, 13, 12, "make");
    show(join, ms + 50, "made\r\n");
    show(join, ms + 100, kPrompt);
    show(join, ms + 500, std::string("ls") + kEnter);
    exec(join, ms + 502, 14, 11, "ls");
    show(join, ms + 600, std::string("x\r\n") + kPrompt);
  }
  // A program that shows something in a window of 100,000 cells, and goes on.
  void show_much(CommandJoin& join) {
    columns_ = 500;
    rows_ = 200;
    begin(join);
  }
  void close(CommandJoin& join, std::int64_t ms) {
    session_.closed = at(ms);
    join.closed(session_);
    join.finalize(session_);
  }
  [[nodiscard]] const std::string& id() const { return session_.id; }

 private:
  std::uint64_t exec(CommandJoin& join, std::int64_t ms, std::int64_t pid, std::int64_t parent,
                     const std::string& program) {
    ProcessAction action;
    action.what = ProcessAction::What::executed;
    action.key = {ms / 1000, static_cast<std::uint32_t>(ms % 1000), number_ * 100 + ++serials_};
    action.pid = model::Pid{pid};
    action.ppid = model::Pid{parent};
    action.argv = {program};
    action.exe = "/usr/bin/" + program.substr(program.starts_with('-') ? 1 : 0);
    action.recorder = pid == 10;
    join.add(session_, action);
    return action.key.serial;
  }
  void show(CommandJoin& join, std::int64_t ms, const std::string& bytes) {
    model::TtyChunk chunk;
    chunk.rec = recording_.rec;
    chunk.number = ++chunks_;
    chunk.time = at(ms);
    chunk.output = bytes;
    chunk.pieces = {{0, 0, columns_, rows_}, {0, bytes.size(), 0, 0}};
    JoinedChunk joined;
    joined.chunk = &chunk;
    joined.session = &session_;
    joined.recording = &recording_;
    joined.voucher = model::Voucher::recorder_ran;
    join.add(joined);
  }

  std::size_t number_;
  int columns_ = 80, rows_ = 24;
  std::uint64_t serials_ = 0, chunks_ = 0;
  session::Session session_;
  session::Recording recording_;
};

// A life of sessions in one join: they begin, rest if they are many, go on, and close.
std::map<std::string, std::string> told_of(std::vector<Member> members, bool saved) {
  Told told;
  auto join = std::make_unique<CommandJoin>(kLatenessMs, told);
  for (Member& each : members) each.begin(*join);
  join->advance(at(200'000));
  const std::size_t count = members.size();
  EXPECT_EQ(join->resting(), count - std::min(count, CommandJoin::kMostIdle));
  if (saved) {
    base::Saver saver;
    saver(*join);
    join = std::make_unique<CommandJoin>(kLatenessMs, told);
    const std::string bytes = saver.take();
    base::Loader loader(bytes);
    loader(*join);
    EXPECT_TRUE(loader.complete());
    EXPECT_EQ(join->resting(), count - std::min(count, CommandJoin::kMostIdle));
  }
  for (Member& each : members) each.go_on(*join, 300'000);
  EXPECT_EQ(join->resting(), 0U);
  join->advance(at(400'000));
  for (std::size_t i = 0; i < count; i += 2) members[i].close(*join, 350'000);
  for (const Member& each : members) {
    told.of[each.id()] += std::to_string(join->commands_of(each.id())) + " commands\n";
    told.of[each.id()] += join->unseen_of(each.id()).has_value() ? "unseen\n" : "seen\n";
  }
  join->finish();
  return told.of;
}

TEST(CommandJoin, TellsOfSessionsThatRestedWhatItTellsOfEachAlone) {
  constexpr std::size_t kSessions = CommandJoin::kMostIdle + 50;
  std::vector<Member> members;
  for (std::size_t number = 1; number <= kSessions; ++number) members.emplace_back(number);
  std::map<std::string, std::string> alone;
  for (std::size_t i = 0; i < kSessions; i += 2) alone.merge(told_of({members[i]}, false));
  for (std::size_t i = 1; i < kSessions; i += 2) {
    // The session at odd places stays open.
    std::vector<Member> two{Member(9'999), members[i]};
    std::map<std::string, std::string> both = told_of(two, false);
    alone[members[i].id()] = both[members[i].id()];
  }
  const std::string& first = alone[members[0].id()];
  EXPECT_NE(first.find("u1: vi x = vi ;make '\nmade'"), std::string::npos) << first;
  EXPECT_NE(first.find("u1: ls = ls 'x'"), std::string::npos) << first;
  EXPECT_EQ(told_of(members, false), alone);
  EXPECT_EQ(told_of(members, true), alone);
}

TEST(CommandJoin, LetsGoOfTheEmulatorsOfTheAccountThatHasMost) {
  Told told;
  CommandJoin join(kLatenessMs, told);
  Member honest(1, "alice");
  honest.show_much(join);
  join.advance(at(200'000));
  const std::int64_t one = join.cells();
  ASSERT_GT(one, 90'000);
  const std::size_t fit = static_cast<std::size_t>(CommandJoin::kMostCells / one) - 1;
  std::vector<Member> others;
  for (std::size_t number = 2; number < 2 * fit; ++number) others.emplace_back(number, "mallory");
  for (std::size_t i = 0; i < others.size(); ++i) {
    others[i].show_much(join);
    join.advance(at(200'000));
    EXPECT_LE(join.cells(), CommandJoin::kMostCells);
    if (i < fit) {
      EXPECT_EQ(join.cells(), one * static_cast<std::int64_t>(i + 2));
    }
  }
  honest.go_on(join, 300'000);
  join.finish();
  const std::string& text = told.of[honest.id()];
  EXPECT_NE(text.find("alice: vi x = vi ;make '\nmade'"), std::string::npos) << text;
  std::size_t let_go = 0;
  for (const Member& each : others)
    let_go += told.of[each.id()].find("let go") != std::string::npos;
  EXPECT_GE(let_go, fit / 4);
  EXPECT_EQ(text.find("let go"), std::string::npos) << text;
}

}  // namespace
}  // namespace auweave::correlate
