// What a session shows beyond a limit a second, as chunks "SECOND.MS:BYTES", and what is told of it.
#include "correlate/flood.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/state.h"

namespace auweave::correlate {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";

class Recorded : public Flood::Output {
 public:
  explicit Recorded(std::uint64_t limit = 100) : flood(table, limit, 10'000, *this) {}

  static session::Table make_table() {
    session::BootIds boots;
    boots.set_first(kBoot);
    return {std::move(boots), 10'000};
  }
  session::Session& session(std::uint32_t ses) {
    if (session::Session* found = table.find(kBoot, model::Ses{ses})) return *found;
    model::EventFacts facts;
    facts.type = "LOGIN";
    facts.pid = model::Pid{7};
    facts.ses = model::Ses{ses};
    facts.auid = model::Uid{1001};
    facts.success = true;
    table.note("h", {1, 0, ++serial_}, facts);
    return *table.find(kBoot, model::Ses{ses});
  }
  Recorded& show(std::int64_t ms, std::size_t bytes, const std::string& rec = "r",
                 std::uint32_t ses = 3) {
    return show_text(ms, std::string(bytes, 'x'), rec, ses);
  }
  Recorded& show_text(std::int64_t ms, const std::string& text, const std::string& rec = "r",
                      std::uint32_t ses = 3) {
    model::TtyChunk chunk;
    chunk.rec = rec;
    chunk.number = ++numbers_[rec];
    chunk.time = base::WallTime::from_ms(ms);
    chunk.output = text;
    session::Session& there = session(ses);
    session::Recording& recording = there.recordings.unvouched(rec, chunk.time);
    recording.rec = rec;
    flood.add({&chunk, &there, &recording, {}, false, model::Voucher::none});
    return *this;
  }
  std::string told() { return std::exchange(told_, ""); }

  session::Table table = make_table();
  Flood flood;

 private:
  void passed(const JoinedChunk& joined) override {
    add(joined.chunk->rec + std::to_string(joined.chunk->number));
    if (joined.chunk->output.empty()) told_ += "-";
    if (joined.chunk->left_out > 0) told_ += "(" + std::to_string(joined.chunk->left_out) + ")";
  }
  void left_out(const session::Session&, const session::Recording& recording,
                const FloodRun& run) override {
    add("[" + recording.rec + std::to_string(run.first) + "-" + std::to_string(run.last) + ":" +
        std::to_string(run.chunks) + "," + std::to_string(run.bytes) + "]");
  }
  void add(const std::string& text) { told_ += (told_.empty() ? "" : " ") + text; }

  std::map<std::string, std::uint64_t> numbers_;
  std::uint64_t serial_ = 0;
  std::string told_;
};

TEST(Flood, PassesWhatIsWithinTheLimitOfItsSecond) {
  Recorded recorded;
  recorded.show(1000, 60).show(1500, 60).show(2000, 99).show(3000, 1000);
  EXPECT_EQ(recorded.told(), "r1 r2 r3 r4");
  EXPECT_EQ(recorded.session(3).left_out.bytes({}), 0U);
}

TEST(Flood, CountsWhatMovesTheScreenAsManyBytes) {
  Recorded recorded(3 * Flood::kMove);
  const std::string lines = "y\ny\n";
  recorded.show(1000, 10).show_text(1001, lines).show_text(1002, lines).show(1003, 1).show(1004, 1);
  recorded.flood.finish();
  EXPECT_EQ(recorded.told(), "r1 r2 r3 [r4-4:1,1] r5(1)");
}

TEST(Flood, PassesEverythingWithoutALimit) {
  Recorded recorded(0);
  recorded.show(1000, 1'000'000).show(1001, 1'000'000);
  EXPECT_EQ(recorded.told(), "r1 r2");
}

// The last chunk may have a prompt at its end.
TEST(Flood, KeepsTheLastChunkOfARun) {
  Recorded recorded;
  recorded.show(1000, 200).show(1100, 50).show(1200, 30).show(1300, 7);
  EXPECT_EQ(recorded.told(), "r1");
  recorded.show(2000, 10);
  EXPECT_EQ(recorded.told(), "[r2-3:2,80] r4(80) r5");
  EXPECT_EQ(recorded.session(3).left_out.bytes({}), 80U);
  EXPECT_EQ(recorded.session(3).left_out.bytes(base::WallTime::from_ms(1100)), 50U);
}

TEST(Flood, LosesNothingOfARunOfOne) {
  Recorded recorded;
  recorded.show(1000, 200).show(1100, 50).show(2000, 10);
  EXPECT_EQ(recorded.told(), "r1 r2 r3");
  EXPECT_EQ(recorded.session(3).left_out.bytes({}), 0U);
}

TEST(Flood, EndsARunWhenNothingComes) {
  Recorded recorded;
  recorded.show(1000, 200).show(1100, 50).show(1200, 30);
  recorded.flood.advance(base::WallTime::from_ms(11'700));
  EXPECT_EQ(recorded.told(), "r1");
  recorded.flood.advance(base::WallTime::from_ms(11'701));
  EXPECT_EQ(recorded.told(), "[r2-2:1,50] r3(50)");
  recorded.show(1300, 5).flood.finish();
  EXPECT_EQ(recorded.told(), "r4");
}

// As if event time had gone on before the next chunk came.
TEST(Flood, EndsARunThatWasStill) {
  Recorded recorded;
  recorded.show(1000, 200).show(1100, 50).show(1200, 30).show(1701, 5).show(1800, 6);
  EXPECT_EQ(recorded.told(), "r1 [r2-2:1,50] r3(50)");
  recorded.show(2000, 7);
  EXPECT_EQ(recorded.told(), "[r4-4:1,5] r5(5) r6");
}

TEST(Flood, CountsEachRecordingByItself) {
  Recorded recorded;
  recorded.show(1000, 90, "a").show(1010, 20, "b").show(1020, 15, "a").show(1030, 5, "b");
  recorded.show(1050, 6, "a").show(1060, 90, "b").show(1070, 7, "b").show(1080, 5, "a");
  EXPECT_EQ(recorded.told(), "a1 b1 a2 b2 b3");
  recorded.show(2000, 1, "b");
  EXPECT_EQ(recorded.told(), "b4 b5");
  recorded.flood.finish();
  EXPECT_EQ(recorded.told(), "[a3-3:1,6] a4(6)");
}

// Another session does not count.
TEST(Flood, BoundsTheRecordingsOfASessionTogether) {
  Recorded recorded;
  std::string passed;
  for (std::uint64_t i = 0; i < Flood::kRecordings; ++i) {
    recorded.show(1000, 100, "a" + std::to_string(i) + "/");
    passed += (passed.empty() ? "a" : " a") + std::to_string(i) + "/1";
  }
  EXPECT_EQ(recorded.told(), passed);
  recorded.show(1001, 1, "b").show(1002, 1, "b").show(1003, 1, "c", 4).show(2000, 1, "b");
  EXPECT_EQ(recorded.told(), "c1 [b1-1:1,1] b2(1) b3");
}

TEST(Flood, TellsALongRunInParts) {
  Recorded recorded;
  // All claim one second, as far as the count goes: a clock that stands.
  recorded.show(200'000, 200);
  for (std::int64_t ms = 140'100; ms <= 200'900; ms += 400) recorded.show(ms, 10);
  EXPECT_EQ(recorded.told(), "r1 [r2-152:151,1510]");
  recorded.flood.finish();
  EXPECT_EQ(recorded.told(), "[r153-153:1,10] r154(10)");
}

// A chunk that claims a time far ahead must not count all that comes behind it as one second.
TEST(Flood, IsNotLedByOneMomentOfTheFuture) {
  Recorded recorded;
  recorded.show(9'000'000, 200).show(1000, 50).show(1001, 60).show(2000, 50);
  EXPECT_EQ(recorded.told(), "r1 r2 r3 r4");
}

TEST(Flood, KeepsNothingOfALargeChunk) {
  Recorded recorded;
  recorded.show(1000, 200).show(1100, Flood::kMostKept + 1).show(1200, 3).show(2000, 5);
  EXPECT_EQ(recorded.told(), "r1 [r2-2:1,65537] r3(65537) r4");
}

TEST(Flood, HoldsABoundedNumberOfRuns) {
  Recorded recorded;
  const std::ptrdiff_t more = 5;
  for (std::uint32_t i = 0; i < Flood::kMostRuns + more; ++i)
    recorded.show(1000, 200, "a", 10 + i).show(1001, 1, "a", 10 + i);
  const std::string told = recorded.told();
  EXPECT_EQ(std::count(told.begin(), told.end(), 'a'), Flood::kMostRuns + 2 * more);
  EXPECT_EQ(recorded.session(10).left_out.bytes({}), 0U);
}

TEST(Flood, GoesOnWhereItWasSaved) {
  Recorded recorded;
  recorded.show(1000, 200).show(1100, 50).show(1200, 30);
  base::Saver saver;
  recorded.flood.state(saver);
  const std::string saved = saver.take();
  base::Loader loader(saved);
  recorded.flood.state(loader);
  ASSERT_TRUE(loader.complete());
  recorded.show(2000, 5);
  EXPECT_EQ(recorded.told(), "r1 [r2-2:1,50] r3(50) r4");
}

}  // namespace
}  // namespace auweave::correlate
