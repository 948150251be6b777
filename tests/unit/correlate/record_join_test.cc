#include "correlate/record_join.h"

#include <gtest/gtest.h>

#include <array>

namespace auweave::correlate {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
constexpr std::int64_t kLatenessMs = 10'000;

// Times are ms after an origin; what came out is told as "REC#CHUNK:SES/SERIAL" or "REC#CHUNK:why".
class Script : public RecordJoin::Output {
 public:
  Script() : join(table, kLatenessMs, *this) {}

  static session::Table make_table() {
    session::BootIds boots;
    boots.set_first(kBoot);
    return {std::move(boots), kLatenessMs};
  }
  session::Session* note(std::string_view type, std::int64_t ms, std::uint32_t ses,
                         std::int64_t pid = 7, std::string_view exe = "", std::int64_t ppid = 1) {
    model::EventFacts facts;
    facts.type = type;
    facts.pid = model::Pid{pid};
    facts.ppid = model::Pid{ppid};
    facts.ses = model::Ses{ses};
    facts.auid = model::Uid{1000 + ses};
    facts.exe = exe;
    facts.success = true;
    facts.executed = !exe.empty();
    const auto noted = table.note("h", key(ms), facts);
    join.see(at(ms));
    join.advance(at(ms));
    return noted.session;
  }
  void ran(std::int64_t ms, std::uint32_t ses, const char* tty, const char* command,
           std::int64_t pid = 50) {
    session::Session* session = note("USER_CMD", ms, ses, pid);
    model::EventFacts facts;
    facts.pid = model::Pid{pid};
    facts.tty = tty;
    const model::EventKey key{1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), serial};
    join.vouch_command({session, key, facts}, command);
  }
  void log(const char* rec, std::int64_t ms, const char* tty, const char* command,
           std::uint64_t number, std::int64_t now, bool old = false) {
    model::TtyChunk chunk;
    chunk.source = "sudo";
    chunk.rec = rec;
    chunk.number = number;
    chunk.output = number > 0 ? "x" : "";
    chunk.time = at(ms + static_cast<std::int64_t>(number));
    chunk.ran = model::RecordedCommand{at(ms), old, tty, command, old, "a", "root"};
    join.add(chunk, at(now), host_clock);
  }
  std::optional<base::WallTime>
      host_clock;  // what the host's clock shows; nothing: only files are read
  void script(const char* file, std::int64_t ms, const char* tty, const char* source = "script") {
    model::TtyChunk chunk;
    chunk.source = source;
    chunk.rec = file;
    chunk.time = at(ms);
    chunk.ran = model::RecordedCommand{at(ms), true, tty, "bash", false, "", "", file};
    join.add(chunk, at(ms));
  }
  // A recorder that ran as `uid` in a session of 1000 + ses, and a recording of an owner.
  void recorder(std::int64_t ms, std::uint32_t ses, std::uint32_t uid, const char* file) {
    session::Session* session = note("SYSCALL", ms, ses, 60);
    model::EventFacts facts;
    facts.pid = model::Pid{60};
    facts.auid = model::Uid{1000 + ses};
    const model::EventKey key{1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), serial};
    const std::array<std::string_view, 3> argv = {"script", "-O", file};
    join.vouch_recorder(*tty::recorder_of("script"), {session, key, facts, model::Uid{uid}}, argv);
  }
  void owned(const char* rec, const char* file, std::int64_t ms, std::optional<std::uint32_t> owner,
             std::size_t bytes = 0) {
    model::TtyChunk chunk;
    chunk.source = "script";
    chunk.rec = rec;
    chunk.output.assign(bytes, 'x');
    chunk.number = bytes > 0 ? 1 : 0;
    chunk.time = at(ms);
    chunk.ran = model::RecordedCommand{at(ms), true, "", "bash", false, "", "", file};
    if (owner.has_value()) chunk.ran->owner = model::Uid{*owner};
    join.add(chunk, at(ms));
  }
  static base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(1'000'000 + ms); }
  std::string told() { return std::exchange(told_, ""); }
  std::string all() {
    join.finish(at(1'000'000));
    return told();
  }

  session::Table table = make_table();
  RecordJoin join;
  std::uint64_t serial = 100;
  std::vector<std::uint64_t> outer;  // of the recordings that began

 private:
  model::EventKey key(std::int64_t ms) {
    return {1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), ++serial};
  }
  void joined(const JoinedChunk& joined) override {
    told_ += (told_.empty() ? "" : " ") + joined.chunk->rec + "#" +
             std::to_string(joined.chunk->number) + ":";
    if (joined.session == nullptr) {
      told_ += joined.suspicion;
      return;
    }
    EXPECT_TRUE(joined.recording->has_recorder());
    EXPECT_EQ(joined.starts_recording, joined.session->recordings.all().size() > outer.size());
    if (joined.starts_recording) outer.push_back(joined.recording->outer);
    told_ +=
        std::to_string(joined.session->ses.value) + "/" + std::to_string(joined.recording->serial);
  }
  void lost(const LostChunks&) override { FAIL() << "sudo's chunks are numbered by their reader"; }
  std::string told_;
};

TEST(RecordJoin, JoinsByTerminalCommandAndTimeWhenAllThatCouldFitHasCome) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.ran(1000, 3, "pts/2", "id -u");
  s.log("1", 1004, "pts/2", "id -u", 0, 1000);
  s.log("1", 1004, "pts/2", "id -u", 1, 1000);
  EXPECT_EQ(s.told(), "");
  s.note("USER_START", 1004 + kLatenessMs + 1000, 3);
  EXPECT_EQ(s.told(), "");
  s.note("USER_START", 1004 + kLatenessMs + 1001, 3);
  EXPECT_EQ(s.told(), "1#0:3/102 1#1:3/102");
  s.log("1", 1004, "pts/2", "id -u", 2, 20'000);
  EXPECT_EQ(s.told(), "1#2:3/102") << "its later chunks do not wait";
  EXPECT_EQ(s.table.at("h", model::Ses{3})->recordings.all().at(0).totals({}).chunks, 2U);
}

TEST(RecordJoin, TakesALogThatComesBeforeItsRecordAndOneThatShowsNothing) {
  Script s;
  s.log("1", 1004, "pts/2", "true", 0, 0);
  s.note("LOGIN", 500, 3);
  s.ran(1000, 3, "pts/2", "true");
  EXPECT_EQ(s.all(), "1#0:3/102");
}

TEST(RecordJoin, NeverJoinsByTerminalAndTimeAlone) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.ran(1000, 3, "pts/2", "id -u");
  s.log("1", 1004, "pts/2", "id", 0, 1000);
  s.log("2", 1004, "pts/3", "id -u", 0, 1000);
  s.log("3", 1050, "pts/2", "id -u", 0, 1000);
  s.log("4", 950, "pts/2", "id -u", 0, 1000);
  EXPECT_EQ(s.all(),
            "4#0:sudo ran this without an audit record 1#0:sudo ran this without an audit record "
            "2#0:sudo ran this without an audit record 3#0:sudo ran this without an audit record");
}

TEST(RecordJoin, LetsOneRecordVouchForOneLogTheNearest) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.ran(1000, 3, "pts/2", "true");
  s.log("late", 1030, "pts/2", "true", 0, 1000);
  s.log("near", 1005, "pts/2", "true", 0, 1000);
  EXPECT_EQ(s.all(),
            "near#0:3/102 late#0:the audit record of this command vouches for another log");
}

// A loop of one command: each within 50 ms of its neighbours, and one was not audited.
TEST(RecordJoin, SortsOutALoopWhateverTheOrder) {
  std::vector<int> order = {0, 1, 2, 3};
  do {
    Script s;
    s.note("LOGIN", 0, 3);
    for (const std::int64_t ms : {1000, 1060, 1090}) s.ran(ms, 3, "pts/2", "true");
    const std::vector<std::int64_t> began = {1004, 1034, 1065, 1095};
    for (const int i : order) {
      s.log(std::to_string(i).c_str(), began[static_cast<std::size_t>(i)], "pts/2", "true", 0,
            1000);
    }
    EXPECT_EQ(s.all(),
              "0#0:3/102 1#0:the audit record of this command vouches for another log "
              "2#0:3/103 3#0:3/104");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(RecordJoin, TellsWhyItJoinsNothing) {
  Script s;
  s.log("old", 100, "pts/2", "id", 0, 0);
  s.note("LOGIN", 500, 3);
  s.note("USER_CMD", 900, 3);
  s.join.vouch_command({nullptr, {1000, 900, s.serial}, {}}, "backup");
  s.log("cron", 901, "", "backup", 0, 1000);
  EXPECT_EQ(s.all(),
            "old#0:the audit trail begins after it cron#0:this ran outside of any login "
            "session");
  s.log("future", 5'000'000, "pts/2", "id", 0, 1000);
  EXPECT_EQ(s.all(), "future#0:the audit trail ends before it");
}

TEST(RecordJoin, WaitsForNoTimeThatTheHostsClockDoesNotShow) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.host_clock = Script::at(1000);
  s.log("soon", 2000, "pts/1", "id", 0, 1000);
  EXPECT_EQ(s.told(), "");
  s.log("future", 1'000'000, "pts/1", "id", 0, 1000);
  EXPECT_EQ(s.told(), "future#0:the audit trail ends before it");
}

TEST(RecordJoin, UnderstandsTheOlderLogThatKnowsSecondsAndPathsOnly) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.ran(1700, 3, "pts/2", "id -u");
  s.log("1", 1000, "pts/2", "/usr/bin/id -u", 0, 2000, true);
  s.log("2", 3000, "pts/2", "/usr/bin/id -u", 0, 2000, true);
  EXPECT_EQ(s.all(), "1#0:3/102 2#0:sudo ran this without an audit record");
}

TEST(RecordJoin, ComparesCommandsAsLibauditWritesThem) {
  Script s;
  s.note("LOGIN", 0, 3);
  const std::string huge(9000, 'x');
  s.ran(1000, 3, "pts/2", huge.substr(0, 4095).c_str());
  s.ran(2000, 3, "pts/2", "echo");
  s.ran(3000, 3, "", "wc");  // standard input, output and error were no terminals
  s.log("1", 1001, "pts/2", huge.c_str(), 0, 1000);
  s.log("2", 2001, "pts/2", "echo  ", 0, 1000);
  s.log("3", 3001, "pts/2", "wc", 0, 1000);
  EXPECT_EQ(s.all(), "1#0:3/102 2#0:3/103 3#0:3/104");
}

// Its log tells the second it began in, and the terminal; the record knows which file it was to write.
TEST(RecordJoin, FindsTheScriptThatWasToldToWriteAFile) {
  for (const std::vector<std::string_view>& argv :
       {std::vector<std::string_view>{"script", "-q", "/tmp/shown.data"},
        {"script", "--log-io=shown.data"},
        {"script", "-Bshown.data"},
        {"script", "-T", "t", "-O", "shown.data"}}) {
    Script s;
    s.note("LOGIN", 0, 3);
    model::EventFacts facts;
    facts.pid = model::Pid{60};
    facts.tty = "pts/2";
    session::Session* session = s.note("SYSCALL", 1700, 3, 60, "/usr/bin/script");
    s.join.vouch_recorder(*tty::recorder_of("script"), {session, {1001, 700, s.serial}, facts},
                          argv);
    s.script("shown.data", 1000, "pts/2");
    s.script("other.data", 1000, "pts/2");
    s.script("shown.data", 5000, "pts/2");
    EXPECT_EQ(s.all(),
              "other.data#0:no audited script(1) was told to write a file of this name "
              "shown.data#0:3/102 "
              "shown.data#0:no audited script(1) was told to write a file of this name")
        << argv.back();
    EXPECT_EQ(s.table.at("h", model::Ses{3})->recordings.all().at(0).source, "script");
  }
  Script s;
  s.note("LOGIN", 0, 3);
  model::EventFacts facts;
  facts.pid = model::Pid{60};
  facts.tty = "pts/2";
  session::Session* session = s.note("SYSCALL", 1700, 3, 60, "/usr/bin/script");
  const std::vector<std::string_view> argv = {"script", "-q"};
  s.join.vouch_recorder(*tty::recorder_of("script"), {session, {1001, 700, s.serial}, facts}, argv);
  s.script("typescript", 1000, "pts/2");
  EXPECT_EQ(s.all().substr(0, 14), "typescript#0:3");
}

// An asciicast tells no terminal.
// script before util-linux 2.35 tells no terminal: that of the one session that began a recording
// of its name then, and nobody's if there are two.
TEST(RecordJoin, JoinsALogWithoutATerminalWhereOneSessionFits) {
  for (const bool several : {false, true}) {
    Script s;
    const std::vector<std::string_view> argv = {"script", "-q"};
    s.note("LOGIN", 0, 3);
    s.note("LOGIN", 10, 4, 8);
    model::EventFacts facts;
    facts.pid = model::Pid{60};
    facts.tty = "pts/1";
    session::Session* session = s.note("SYSCALL", 1700, 3, 60, "/usr/bin/script");
    s.join.vouch_recorder(*tty::recorder_of("script"), {session, {1001, 700, s.serial}, facts},
                          argv);
    if (several) {
      facts.pid = model::Pid{61};
      session = s.note("SYSCALL", 1900, 4, 61, "/usr/bin/script");
      s.join.vouch_recorder(*tty::recorder_of("script"), {session, {1001, 900, s.serial}, facts},
                            argv);
    }
    s.script("typescript", 1000, "?");
    const std::string told = s.all();
    EXPECT_EQ(told.find("recorders of several sessions") != std::string::npos, several) << told;
    EXPECT_EQ(told.starts_with("typescript#0:3"), !several) << told;
  }
}

TEST(RecordJoin, FindsTheAsciinemaThatWasToldToWriteAFile) {
  Script s;
  s.note("LOGIN", 0, 3);
  model::EventFacts facts;
  facts.pid = model::Pid{60};
  facts.tty = "pts/2";
  const auto executes = [&](std::int64_t ms, std::vector<std::string_view> argv) {
    session::Session* session = s.note("SYSCALL", ms, 3, 60, "/usr/bin/python3.11");
    const model::EventKey key{1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), s.serial};
    s.join.vouch_recorder(*tty::recorder_of("asciinema"), {session, key, facts}, argv);
  };
  executes(1700, {"python3", "/usr/bin/asciinema", "rec", "-q", "/tmp/shown.cast"});
  executes(1800, {"python3", "/usr/bin/asciinema", "play", "played.cast"});
  s.script("shown.cast", 3000, "", "asciinema");
  s.script("played.cast", 3000, "", "asciinema");
  s.script("shown.cast", 9000, "", "asciinema");
  // A file of script's, and one that no recorder was told of.
  s.script("shown.cast", 1000, "pts/2", "script");
  EXPECT_EQ(s.all(),
            "shown.cast#0:no audited script(1) was told to write a file of this name "
            "played.cast#0:no audited `asciinema rec` was told to write a file of this name "
            "shown.cast#0:3/102 "
            "shown.cast#0:no audited `asciinema rec` was told to write a file of this name");
  EXPECT_EQ(s.table.at("h", model::Ses{3})->recordings.all().at(0).source, "asciinema");
}

TEST(RecordJoin, KnowsTheTerminalRecordingAroundIt) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.note("SYSCALL", 100, 3, 20, "/usr/bin/tlog-rec-session", 7);
  s.note("SYSCALL", 110, 3, 21, "/bin/bash", 20);
  s.note("SYSCALL", 990, 3, 50, "/usr/bin/sudo", 21);
  s.ran(1000, 3, "pts/2", "id");
  s.log("1", 1004, "pts/2", "id", 0, 1000);
  EXPECT_EQ(s.all(), "1#0:3/105");
  EXPECT_EQ(s.table.at("h", model::Ses{3})->recordings.all().back().outer, 102U);
  // What it runs is still in the terminal's recording, and the terminal's chunks find theirs.
  const auto& recordings = s.table.at("h", model::Ses{3})->recordings;
  EXPECT_EQ(recordings.outermost(model::Pid{50})->serial, 102U);
  EXPECT_FALSE(recordings.taken(model::Pid{50}));
}

TEST(RecordJoin, CountsWhatComesTwiceOnce) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.ran(1000, 3, "pts/2", "id");
  for (int i = 0; i < 2; ++i) {
    s.log("1", 1004, "pts/2", "id", 0, 1000);
    s.log("1", 1004, "pts/2", "id", 1, 1000);
  }
  EXPECT_EQ(s.all(), "1#0:3/102 1#1:3/102");
  EXPECT_EQ(s.join.repeated(), 2U);
}

TEST(RecordJoin, JoinsNoFileOfAnotherAccount) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.recorder(1000, 3, 1003, "a");
  s.owned("a", "a", 1000, 1004);
  EXPECT_EQ(s.all(), "a#0:its file belongs to another account than the one that ran the recorder");
  for (const auto owner : {std::optional<std::uint32_t>(0), std::optional<std::uint32_t>(1003),
                           std::optional<std::uint32_t>()}) {
    Script t;
    t.note("LOGIN", 0, 3);
    t.recorder(1000, 3, 0, "a");
    t.owned("a", "a", 1000, owner);
    EXPECT_EQ(t.all(), "a#0:3/102") << "of who ran it, who logged in, or of nobody knows whom";
  }
}

TEST(RecordJoin, LetsNoFileOfAnotherTakeTheRecord) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.recorder(1900, 3, 1003, "a");
  s.owned("mine", "a", 1000, 1003);
  s.owned("nearer", "a", 1900, 1004);
  const std::string told = s.all();
  EXPECT_NE(told.find("mine#0:3/102"), std::string::npos) << told;
}

TEST(RecordJoin, DecidesNobodyElsesEarlyWhenOneOwnerHasTooMuch) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.owned("mine", "a", 1000, 1003);
  for (std::int64_t i = 0; i < 400; ++i)
    s.owned(("e" + std::to_string(i)).c_str(), "e", 2000 + i, 1004, 100'000);
  const std::string early = s.told();
  EXPECT_NE(early.find("e0#1:"), std::string::npos);
  EXPECT_EQ(early.find("mine"), std::string::npos);
  s.recorder(1500, 3, 1003, "a");
  EXPECT_NE(s.all().find("mine#0:3/102"), std::string::npos);
}

TEST(RecordJoin, ForgetsNobodyElsesRecordsWhenOneSessionHasTooMany) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.recorder(1000, 3, 1003, "a");
  s.note("LOGIN", 0, 4);
  for (std::size_t i = 0; i < RecordJoin::kMostCommands; ++i) s.recorder(1001, 4, 1004, "e");
  s.owned("a", "a", 1000, 1003);
  EXPECT_EQ(s.all(), "a#0:3/102");
}

TEST(RecordJoin, HoldsNoMoreThanItMay) {
  Script s;
  s.note("LOGIN", 0, 3);
  s.ran(1000, 3, "pts/2", "cat big");
  model::TtyChunk chunk;
  chunk.source = "sudo";
  chunk.rec = "1";
  chunk.ran =
      model::RecordedCommand{Script::at(1004), false, "pts/2", "cat big", false, "a", "root"};
  chunk.time = Script::at(1004);
  chunk.output.assign(1024UL * 1024, 'x');
  std::string told;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    chunk.number = i;
    s.join.add(chunk, Script::at(1000));
    if (told.empty()) told = s.told();
    EXPECT_EQ(told.empty(), i < 32) << i;
  }
  EXPECT_TRUE(told.starts_with("1#1:3/102"));
}

// Whoever calls script(1) with as many arguments as the kernel lets pass fills no memory with them.
TEST(RecordJoin, KnowsAFileAmongTheFirstOrLastArguments) {
  Script s;
  s.note("LOGIN", 0, 1);
  session::Session* session = s.note("SYSCALL", 1000, 1, 60);
  std::vector<std::string_view> argv = {"script", "-O", "first"};
  argv.resize(100'000, "-a");
  argv.insert(argv.begin() + 50'000, "middle");
  argv.emplace_back("last");
  model::EventFacts facts;
  facts.pid = model::Pid{60};
  const auto vouch = [&] {
    s.join.vouch_recorder(*tty::recorder_of("script"), {session, {1001, 0, ++s.serial}, facts},
                          argv);
  };
  for (int i = 0; i < 3; ++i) vouch();
  s.script("first", 1000, "");
  s.script("middle", 1000, "");
  s.script("last", 1000, "");
  const std::string told = s.all();
  EXPECT_NE(told.find("first#0:1/"), std::string::npos) << told;
  EXPECT_NE(told.find("last#0:1/"), std::string::npos) << told;
  EXPECT_EQ(told.find("middle#0:1/"), std::string::npos) << told;
}

// Hundreds of logs of one command fit thousands of records: few of them are looked at for each log.
TEST(RecordJoin, JoinsHundredsOfOneCommandToTheirSession) {
  Script s;
  s.note("LOGIN", 0, 1);
  for (int i = 0; i < 3000; ++i) s.ran(1000 + i / 100, 1, "pts/1", "id");
  for (int i = 0; i < 200; ++i)
    s.log(std::to_string(i).c_str(), 1000 + i / 10, "pts/1", "id", 0, 1100);
  const std::string told = s.all();
  for (int i = 0; i < 200; ++i)
    EXPECT_NE((" " + told).find(" " + std::to_string(i) + "#0:1/"), std::string::npos) << i;
}

TEST(RecordJoin, DoesNotChooseAmongSessionsWhereMoreFitThanAreLookedAt) {
  Script s;
  s.note("LOGIN", 0, 1);
  s.note("LOGIN", 0, 2);
  for (int i = 0; i < 3000; ++i) s.ran(1000 + i / 100, i % 2 == 0 ? 1 : 2, "pts/1", "id");
  for (int i = 0; i < 200; ++i)
    s.log(std::to_string(i).c_str(), 1000 + i / 10, "pts/1", "id", 0, 1100);
  EXPECT_EQ(s.all().find("#0:1/"), std::string::npos);
}

}  // namespace
}  // namespace auweave::correlate
