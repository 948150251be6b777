// The recordings of a session: how many are read at once, and what becomes of the others.
#include "correlate/tracks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/state.h"

namespace auweave::correlate {
namespace {

constexpr const char* kPrompt = "\x1B[?2004ha@h:~$ ";
constexpr const char* kEnter = "\r\n\x1B[?2004l\r";
constexpr base::WallTime kStarted = base::WallTime::from_ms(1000);

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

struct Told {
  std::vector<std::string> closed, let_go;
  std::string output;
  Commands commands{[this](const Command& command, PartState state) {
    if (state == PartState::closed) closed.push_back(command.line);
    if (command.let_go) let_go.push_back(command.line);
    output += command.output;
  }};
  Tracks tracks{commands};

  void show(std::uint64_t serial, std::int64_t ms, const std::string& bytes, int columns = 80,
            int rows = 24) {
    model::TtyChunk chunk;
    chunk.rec = "rec" + std::to_string(serial);
    chunk.number = ++number_;
    chunk.time = at(ms);
    chunk.output = bytes;
    chunk.pieces = {{0, 0, columns, rows}, {0, bytes.size(), 0, 0}};
    tracks.add(chunk, model::Voucher::recorder_ran,
               {"s/" + std::to_string(serial), chunk.rec, serial, kStarted, {}});
  }
  // A line that runs in a recording of its own.
  void run(std::uint64_t serial, std::int64_t ms, int columns = 80, int rows = 24) {
    show(serial, ms, kPrompt, columns, rows);
    show(serial, ms + 10, "line" + std::to_string(serial) + kEnter, columns, rows);
  }
  // Takes what is due up to `ms`.
  void advance(std::int64_t ms) {
    while (const auto moment = tracks.next()) {
      if (*moment > at(ms)) break;
      tracks.step(*moment);
    }
    tracks.rest();
  }

 private:
  std::uint64_t number_ = 0;
};

TEST(Tracks, AreReadInTheOrderOfTime) {
  Told told;
  told.run(2, 3000);
  told.run(1, 2000);
  EXPECT_EQ(told.tracks.next(), at(2000));
  told.advance(2500);
  ASSERT_NE(told.tracks.latest(at(2500), at(2500)), nullptr);
  EXPECT_EQ(told.tracks.latest(at(2500), at(2500))->facts().serial, 1U);
  EXPECT_EQ(told.tracks.next(), at(3000));
  told.advance(3500);
  EXPECT_EQ(told.tracks.latest(at(3500), at(3500))->facts().serial, 2U);
  EXPECT_EQ(told.tracks.next(), std::nullopt);
}

TEST(Tracks, AreLetGoOfBeyondTheirNumber) {
  Told told;
  for (std::uint64_t serial = 1; serial <= Tracks::kMostLive; ++serial)
    told.run(serial, 2000 + static_cast<std::int64_t>(serial) * 100);
  told.show(1, 50'000, "still here\r\n");
  told.advance(50'000);
  EXPECT_EQ(told.let_go, std::vector<std::string>());
  told.run(1000, 51'000);
  told.advance(52'000);
  EXPECT_EQ(told.let_go, std::vector<std::string>{"line2"});
}

TEST(Tracks, AreLetGoOfBeyondTheCellsOfTheirScreens) {
  Told told;
  for (std::uint64_t serial = 1; serial <= 6; ++serial)
    told.run(serial, 2000 + static_cast<std::int64_t>(serial) * 100, 500, 200);
  told.advance(9000);
  EXPECT_EQ(told.let_go, std::vector<std::string>{"line1"});
}

TEST(Tracks, AreLetGoOfWithoutAWordWhenTheirLineIsOver) {
  Told told;
  told.run(1, 2000);
  told.show(1, 2100, std::string("done\r\n") + kPrompt);
  for (std::uint64_t serial = 2; serial <= Tracks::kMostLive + 1; ++serial)
    told.run(serial, 2000 + static_cast<std::int64_t>(serial) * 100);
  told.advance(50'000);
  EXPECT_EQ(told.closed, std::vector<std::string>{"line1"});
  EXPECT_EQ(told.let_go, std::vector<std::string>());
  EXPECT_EQ(told.output, "done");
}

TEST(Tracks, GoOnAfterTheyWereLetGo) {
  Told told;
  for (std::uint64_t serial = 1; serial <= Tracks::kMostLive + 1; ++serial)
    told.run(serial, 2000 + static_cast<std::int64_t>(serial) * 100);
  // Waits while the track is let go.
  told.show(1, 60'000, std::string("late\r\n") + kPrompt);
  told.advance(50'000);
  EXPECT_EQ(told.let_go, std::vector<std::string>{"line1"});
  told.show(1, 61'000, std::string("again") + kEnter);
  told.advance(62'000);
  const Track* track = told.tracks.latest(at(62'000), at(62'000));
  ASSERT_NE(track, nullptr);
  EXPECT_EQ(track->facts().serial, 1U);
  EXPECT_EQ(told.commands.find(track->lines().back().command)->line, "again");
}

TEST(Tracks, KeepThePlaceOfWhatWasLetGo) {
  Told told;
  for (std::uint64_t serial = 1; serial <= Tracks::kMostLive + 1; ++serial) {
    told.tracks.started(serial, kStarted, 0, CommandNumber::of_execve(serial));
    told.run(serial, 2000 + static_cast<std::int64_t>(serial) * 100);
  }
  told.advance(50'000);
  const auto places = told.tracks.places(1, at(2500), at(50'000));
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].recording_id, "s/1");
  EXPECT_EQ(places[0].offset_ms, 1500);
}

TEST(Tracks, CountWhatWaits) {
  Told told;
  EXPECT_EQ(told.tracks.held(), 0U);
  told.run(1, 2000);
  told.run(2, 3000);
  EXPECT_GT(told.tracks.held(), 2 * sizeof(model::TtyChunk));
  told.advance(9000);
  EXPECT_EQ(told.tracks.held(), 0U);
}

TEST(Tracks, GoOnFromASavedState) {
  Told told, other;
  for (std::uint64_t serial = Tracks::kMostLive; serial > 0; --serial)
    told.run(serial, 20'000 - static_cast<std::int64_t>(serial) * 100);
  told.advance(30'000);
  told.run(1000, 31'000);
  base::Saver saver;
  saver(told.commands, told.tracks);
  const std::string bytes = saver.take();
  base::Loader loader(bytes);
  loader(other.commands, other.tracks);
  EXPECT_TRUE(loader.complete());
  EXPECT_EQ(other.tracks.held(), told.tracks.held());
  for (Told* each : {&told, &other}) {
    each->advance(32'000);
    EXPECT_EQ(each->let_go, std::vector<std::string>{"line64"});
  }
}

TEST(Tracks, DoubtAllRecordingsWhenTooManyAreDisowned) {
  Told told;
  Command before, shown, after;
  before.last = at(2500);
  shown.voucher = model::Voucher::recorder_ran;
  shown.started = at(2900);
  shown.last = at(3500);
  after.started = at(3100);
  const std::vector<model::RecordingPlace> places{{"s/honest", 0}};
  const auto disowned = [&] {
    std::string text;
    for (const Command* each : {&before, &shown, &after})
      text += told.tracks.is_disowned(*each, places) ? "y" : "n";
    return text;
  };
  for (std::size_t i = 0; i < Tracks::kMostDisownedRecordings; ++i)
    told.tracks.disown("s/" + std::to_string(i), {at(3000), 1, true});
  EXPECT_EQ(disowned(), "nnn");
  told.tracks.disown("s/more", {at(9000), 1, false});
  EXPECT_EQ(disowned(), "nyy");
}

}  // namespace
}  // namespace auweave::correlate
