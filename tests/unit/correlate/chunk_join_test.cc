#include "correlate/chunk_join.h"

#include <gtest/gtest.h>

namespace auweave::correlate {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";

// Times are ms after an origin; what came out is told as "chunk:verdict".
class Script : public ChunkJoin::Output {
 public:
  Script() : join(table, 10'000, *this) {}

  static session::Table make_table() {
    session::BootIds boots;
    boots.set_first(kBoot);
    return {std::move(boots), 10'000};
  }
  void note(std::string_view type, std::int64_t pid, std::int64_t ms, std::string_view exe = "") {
    model::EventFacts facts;
    facts.type = type;
    facts.pid = model::Pid{pid};
    facts.ses = model::Ses{3};
    facts.auid = model::Uid{1001};
    facts.exe = exe;
    facts.success = true;
    facts.executed = !exe.empty();
    const auto noted =
        table.note("h", {1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), ++serial}, facts);
    ChunkJoin::News news;
    if (noted.opened || noted.recorder) news.session = noted.session;
    if (!noted.opened && noted.recorder) news.recorder = facts.pid;
    join.advance(at(ms), news);
  }
  void chunk(std::uint64_t number, std::int64_t ms, std::int64_t now, std::int64_t pid = 20,
             std::string_view output = "", std::string_view rec = "r",
             model::Writer writer = model::Writer::unknown) {
    model::TtyChunk chunk;
    chunk.writer = writer;
    chunk.source = "tlog";
    chunk.rec = std::string(rec) + std::to_string(pid);
    chunk.output = output;
    chunk.number = number;
    chunk.ses = model::Ses{3};
    chunk.key = model::RecordingKey{kBoot, model::Pid{pid}, 1};
    chunk.time = at(ms);
    chunk.play_offset_ms = number > 1 ? static_cast<std::int64_t>(number - 1) * 10 : 0;
    chunk.duration_ms = 10;
    join.add(chunk, chunk.time, at(now));
  }
  static base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(1'000'000 + ms); }
  std::string told() { return std::exchange(told_, ""); }

  session::Table table = make_table();
  ChunkJoin join;
  std::uint64_t serial = 100;

 private:
  void joined(const JoinedChunk& joined) override {
    told_ += (told_.empty() ? "" : " ") + std::to_string(joined.chunk->number) + ":" +
             (joined.session == nullptr                        ? "suspect"
              : joined.voucher == model::Voucher::contradicted ? "contradicted"
              : joined.recording->has_recorder()               ? "verified"
                                                               : "joined");
  }
  void contradicted(const ContradictedChunks& contradicted) override {
    tell("from " + std::to_string(contradicted.recording->contradicted->from));
  }
  void disowned(const JoinedChunk& joined) override {
    EXPECT_EQ(joined.voucher, model::Voucher::contradicted);
    tell(std::to_string(joined.chunk->number) + ":disowned");
  }
  void tell(const std::string& what) { told_ += (told_.empty() ? "" : " ") + what; }
  void lost(const LostChunks& lost) override {
    told_ += (told_.empty() ? "" : " ") + std::to_string(lost.gap.first) + "-" +
             std::to_string(lost.gap.last) + ":lost";
  }
  std::string told_;
};

TEST(ChunkJoin, JoinsAtOnceWhenTheRecorderWasSeen) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 80, 50);
  EXPECT_EQ(s.told(), "1:verified");
}

TEST(ChunkJoin, HoldsAChunkThatComesBeforeItsRecords) {
  Script s;
  s.chunk(1, 80, 0);
  s.chunk(2, 90, 0);
  EXPECT_EQ(s.told(), "");
  s.note("LOGIN", 7, 0);
  EXPECT_EQ(s.told(), "");
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  EXPECT_EQ(s.told(), "1:verified 2:verified");
}

TEST(ChunkJoin, JoinsUnverifiedWhereExecIsNotAudited) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.chunk(1, 80, 80);
  EXPECT_EQ(s.told(), "");
  s.note("USER_START", 7, 10'080);
  EXPECT_EQ(s.told(), "");
  s.note("USER_START", 7, 10'081);
  EXPECT_EQ(s.told(), "1:joined");
}

TEST(ChunkJoin, SuspectsAChunkWhoseRecorderWasNeverExecuted) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 30, 50, "/usr/bin/id");
  s.chunk(1, 80, 80);
  s.join.finish();
  EXPECT_EQ(s.told(), "1:suspect");
}

TEST(ChunkJoin, DoesNotSuspectWhatRanBeforeTheInputBegan) {
  Script s;
  s.note("SYSCALL", 30, 50, "/usr/bin/id");  // no LOGIN: its recorder may have started before, too
  s.chunk(1, 80, 80);
  s.join.finish();
  EXPECT_EQ(s.told(), "1:joined");
}

TEST(ChunkJoin, SuspectsAChunkOfBeforeItsSession) {
  Script s;
  s.note("LOGIN", 7, 50'000);
  s.chunk(1, 80, 50'000);
  s.join.finish();
  EXPECT_EQ(s.told(), "1:suspect");
}

TEST(ChunkJoin, SuspectsAChunkOfNoSession) {
  Script s;
  s.chunk(1, 80, 80);
  s.join.finish();
  EXPECT_EQ(s.told(), "1:suspect");
}

TEST(ChunkJoin, AForgedChunkDoesNotHoldUpOthers) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 60, 60, 99);
  s.chunk(1, 80, 80);
  EXPECT_EQ(s.told(), "1:verified");
  s.join.advance(Script::at(20'000));
  EXPECT_EQ(s.told(), "1:suspect");
}

TEST(ChunkJoin, OfTwoRecordersWithOnePidTakesTheOneBeforeTheChunk) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  const std::uint64_t first = s.serial;
  s.note("SYSCALL", 20, 100'000, "/usr/bin/tlog-rec-session");
  s.chunk(1, 5000, 100'000, 20, "", "early");
  s.chunk(1, 100'020, 100'020, 20, "", "late");
  EXPECT_EQ(s.told(), "1:verified 1:verified");
  const auto& recordings = s.table.find(kBoot, model::Ses{3})->recordings.all();
  EXPECT_EQ(recordings[0].serial, first);
  EXPECT_EQ(recordings[0].rec, "early20");
  EXPECT_EQ(recordings[1].rec, "late20");
}

TEST(ChunkJoin, SuspectsASecondRecordingOfOneRecorder) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 80, 80);
  s.chunk(1, 80, 80, 20, "", "forged");
  s.join.finish();
  EXPECT_EQ(s.told(), "1:verified 1:suspect");
}

TEST(ChunkJoin, DropsAChunkThatComesAgainAndDisownsAnotherOfItsNumber) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 80, 80, 20, "ls");
  s.chunk(1, 80, 80, 20, "ls");
  EXPECT_EQ(s.told(), "1:verified");
  EXPECT_EQ(s.join.repeated(), 1U);
  s.chunk(1, 80, 80, 20, "rm");
  EXPECT_EQ(s.told(), "from 1 1:disowned 1:contradicted");
  EXPECT_EQ(s.table.find(kBoot, model::Ses{3})->recordings.all()[0].contradicted->time,
            Script::at(80));
}

// Eve writes chunks ahead of alice's recorder. Nobody knows which of two is hers.
TEST(ChunkJoin, DisownsChunksFromTheFirstContradictedNumberOn) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 80, 80, 20, "prompt");
  s.chunk(2, 90, 90, 20, "forged");
  s.chunk(3, 91, 91, 20, " ");
  s.chunk(4, 92, 92, 20, " ");
  EXPECT_EQ(s.told(), "1:verified 2:verified 3:verified 4:verified");
  s.chunk(3, 99, 99, 20, "true");
  EXPECT_EQ(s.told(), "from 3 3:disowned 4:disowned 3:contradicted");
  s.chunk(2, 98, 99, 20, "true");
  EXPECT_EQ(s.told(), "from 2 2:disowned 2:contradicted");
  s.chunk(4, 100, 100, 20, "true");
  s.chunk(4, 100, 100, 20, "true");  // the same, in two files
  s.chunk(5, 101, 101, 20, "true");
  s.chunk(1, 80, 101, 20, "prompt");
  s.join.finish();
  EXPECT_EQ(s.told(), "4:contradicted 5:contradicted");
  EXPECT_EQ(s.join.repeated(), 2U);
  const auto totals = s.table.find(kBoot, model::Ses{3})->recordings.all()[0].totals(std::nullopt);
  EXPECT_EQ(totals.chunks, 4U);
  EXPECT_EQ(totals.lost, 0U);
  EXPECT_EQ(totals.voucher, model::Voucher::contradicted);
}

// What journald, or a file of the recorder's own, is sure of stays beside a copy in syslog.
TEST(ChunkJoin, DoesNotDisownWhatTheRecorderSurelyWrote) {
  for (const bool forged_first : {false, true}) {
    Script s;
    s.note("LOGIN", 7, 0);
    s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
    const auto sure = [&](std::uint64_t number) {
      s.chunk(number, 90, 90, 20, "true", "r", model::Writer::own_file);
    };
    if (!forged_first) sure(1);
    s.chunk(1, 90, 90, 20, "forged");
    if (forged_first) sure(1);
    sure(2);
    s.chunk(3, 91, 91, 20, "forged");
    EXPECT_EQ(s.told(), forged_first
                            ? "1:verified from 1 1:disowned 1:verified 2:verified 3:contradicted"
                            : "1:verified from 1 1:contradicted 2:verified 3:contradicted");
  }
  Script s;  // two that are both sure
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 90, 90, 20, "one", "r", model::Writer::own_file);
  s.chunk(1, 90, 90, 20, "other", "r", model::Writer::own_file);
  s.chunk(2, 91, 91, 20, "", "r", model::Writer::own_file);
  EXPECT_EQ(s.told(), "1:verified from 1 1:disowned 1:contradicted 2:contradicted");
}

// A program of one's own under the recorder's name vouches for nothing, whoever wrote the chunk.
TEST(ChunkJoin, SuspectsWhatARefusedRecorderMade) {
  for (const bool login_seen : {false, true}) {
    Script s;
    if (login_seen) s.note("LOGIN", 7, 0);
    s.note("SYSCALL", 20, 50, "/usr/bin/id");
    auto& recordings = s.table.find(kBoot, model::Ses{3})->recordings;
    recordings.refuse(model::Pid{20}, model::Refused::other_file);
    s.chunk(1, 80, 80, 20, "forged", "r", model::Writer::recorder);
    s.chunk(2, 80, 80, 20, "forged");
    EXPECT_EQ(s.told(), "1:suspect 2:suspect");
    for (std::int64_t pid = 100; pid < 200; ++pid)
      recordings.refuse(model::Pid{pid}, model::Refused::own_namespaces);
    EXPECT_EQ(recordings.refused(model::Pid{20}), model::Refused::no);  // a bounded number
    EXPECT_EQ(recordings.refused(model::Pid{199}), model::Refused::own_namespaces);
  }
}

TEST(ChunkJoin, KeepsABoundedNumberToDisown) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  std::int64_t ms = 80;
  for (std::uint64_t i = 1; i <= ChunkJoin::kMostLatest + 5; ++i, ms += 10)
    s.chunk(i, ms, ms, 20, "a");
  s.told();
  s.chunk(1, 80, ms, 20, "b");
  const std::string told = s.told();
  EXPECT_EQ(told.find("from 1 6:disowned"), 0U) << told.substr(0, 40);
}

TEST(ChunkJoin, TellsWhatNeverCame) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(2, 80, 80);
  s.chunk(6, 90, 90);
  s.chunk(4, 85, 95);  // late, but it comes
  EXPECT_EQ(s.told(), "2:verified 6:verified 4:verified");
  s.join.advance(Script::at(10'080));
  EXPECT_EQ(s.told(), "");
  s.join.advance(Script::at(10'081));
  EXPECT_EQ(s.told(), "1-1:lost");
  s.join.finish();
  EXPECT_EQ(s.told(), "3-3:lost 5-5:lost");
  s.chunk(3, 99, 99);  // later than told: published all the same
  EXPECT_EQ(s.told(), "3:verified");
  EXPECT_EQ(s.table.find(kBoot, model::Ses{3})->recordings.all()[0].numbers->lost(), 2U);
}

// Somebody wrote number 5 ahead of its time: whether 3 comes before the gap is told must not depend
// on which input is read first.
TEST(ChunkJoin, TellsAGapThatALaterChunkIsIn) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 50, "/usr/bin/tlog-rec-session");
  s.chunk(1, 80, 80);
  s.chunk(5, 90, 90, 20, "forged");
  s.chunk(3, 95, 95);
  EXPECT_EQ(s.told(), "1:verified 5:verified 2-4:lost 3:verified");
  s.chunk(3, 95, 95);
  EXPECT_EQ(s.join.repeated(), 1U);
  s.join.finish();
  EXPECT_EQ(s.told(), "");
  EXPECT_EQ(s.table.find(kBoot, model::Ses{3})->recordings.all()[0].numbers->lost(), 2U);
}

TEST(ChunkJoin, SuspectsAChunkOfBeforeItsRecorder) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.note("SYSCALL", 20, 5000, "/usr/bin/tlog-rec-session");
  s.chunk(1, 5080, 5080);
  s.chunk(2, 80, 5080);
  s.join.finish();
  EXPECT_EQ(s.told(), "1:verified 2:suspect");
}

TEST(ChunkJoin, ARecordingThatNothingVouchesForIsNoOther) {
  Script s;
  s.note("LOGIN", 7, 0);
  s.chunk(1, 80, 80);
  s.join.advance(Script::at(15'000));
  s.note("SYSCALL", 20, 20'000, "/usr/bin/tlog-rec-session");
  s.chunk(1, 20'080, 20'080);  // of the same name
  s.chunk(3, 20'090, 20'090);
  s.join.finish();
  EXPECT_EQ(s.told(), "1:joined 1:verified 3:verified 2-2:lost");
  const auto& recordings = s.table.find(kBoot, model::Ses{3})->recordings.all();
  ASSERT_EQ(recordings.size(), 2U);
  EXPECT_EQ(recordings[0].totals(std::nullopt).chunks, 1U);
  EXPECT_EQ(recordings[1].totals(std::nullopt).chunks, 2U);
  EXPECT_EQ(recordings[1].totals(std::nullopt).lost, 1U);
}

TEST(ChunkJoin, MissesNothingOfBeforeTheInputBegan) {
  Script s;
  s.note("SYSCALL", 30, 50, "/usr/bin/id");
  s.chunk(7, 80, 80);
  s.chunk(9, 90, 90);
  s.join.finish();
  EXPECT_EQ(s.told(), "7:joined 9:joined 8-8:lost");
}

TEST(ChunkJoin, HoldsABoundedNumber) {
  Script s;
  for (std::uint64_t i = 0; i < ChunkJoin::kMostHeld + 10; ++i) s.chunk(i, 80, 0);
  EXPECT_EQ(s.join.held(), ChunkJoin::kMostHeld);
}

}  // namespace
}  // namespace auweave::correlate
