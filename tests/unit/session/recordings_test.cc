#include "session/recordings.h"

#include <gtest/gtest.h>

#include <sstream>

namespace auweave::session {
namespace {

model::Pid pid(std::int64_t value) { return model::Pid{value}; }

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(1'000'000 + ms); }

// A little language: "gate PID" (sshd's own process), "rec PID PARENT" (a recorder; they get the
// serials 1, 2 …), "see PID PARENT", "in PID". PARENT `?` is not known. What is told: of rec the
// serial of the recording around it, of in that of the outermost one; 0: none.
class Script {
 public:
  std::string run(const std::string& operations) {
    std::istringstream words(operations);
    std::string told;
    for (std::string word; words >> word;) {
      const std::string one = step(word, words);
      if (!one.empty()) told += (told.empty() ? "" : " ") + one;
    }
    return told;
  }
  const Recording& record(std::int64_t recorder, std::optional<model::Pid> parent) {
    ++serial_;
    return recordings.start(pid(recorder), parent, serial_, at(static_cast<std::int64_t>(serial_)));
  }
  Recordings recordings;

 private:
  std::string step(const std::string& word, std::istream& words) {
    const auto number = [&]() -> std::optional<model::Pid> {
      std::string text;
      words >> text;
      if (text == "?") return std::nullopt;
      return pid(std::stoll(text));
    };
    const model::Pid who = *number();
    if (word == "gate") {
      recordings.see_entrance(who);
    } else if (word == "rec") {
      return std::to_string(record(who.value, number()).outer);
    } else if (word == "see") {
      recordings.see(who, number());
    } else {
      const Recording* outermost = recordings.outermost(who);
      return std::to_string(outermost == nullptr ? 0 : outermost->serial);
    }
    return "";
  }

  std::uint64_t serial_ = 0;
};

struct Row {
  const char* what;
  const char* operations;
  const char* told;
};

TEST(Recordings, KnowWhichIsInsideWhich) {
  const Row rows[] = {
      {"none yet", "see 30 20 in 30", "0"},
      {"one", "gate 7 rec 20 7 in 20", "0 1"},
      {"its shell and what that starts", "rec 20 7 see 30 20 see 40 30 in 30 in 40", "0 1 1"},
      {"nested by ancestors", "gate 7 rec 20 7 see 30 20 see 40 30 rec 50 40 see 60 50 in 60",
       "0 1 1"},
      {"three deep", "rec 20 7 see 30 20 rec 50 30 see 60 50 rec 70 60 see 80 70 in 80", "0 1 2 1"},
      {"ancestor not known: the outermost that started last",
       "gate 7 rec 20 7 rec 21 7 rec 50 99 in 99", "0 0 2 2"},
      {"parent not known", "rec 20 ? rec 50 ? see 60 50 in 60", "0 1 1"},
      {"beside it: started by sshd's own process", "gate 7 rec 20 7 rec 21 7 in 20 in 21",
       "0 0 1 2"},
      {"sshd's child is inside of none", "gate 7 rec 20 7 see 8 7 rec 21 8", "0 0"},
      {"processes of two beside each other",
       "gate 7 rec 20 7 rec 21 7 see 30 20 see 31 21 see 40 30 see 41 31 in 40 in 41 in 99",
       "0 0 1 2 2"},
      {"nested in the first of two", "gate 7 rec 20 7 rec 21 7 see 30 20 rec 50 30 see 60 50 in 60",
       "0 0 1 1"},
      {"a moment of sshd's own is in the last", "gate 7 rec 20 7 rec 21 7 in 7", "0 0 2"},
      {"a parent that is not known changes nothing",
       "gate 7 rec 20 7 rec 21 7 see 30 20 see 30 99 see 30 ? in 30", "0 0 1"},
      {"a recorder's parent is outside of it",
       "gate 7 rec 20 7 rec 21 7 see 30 21 rec 50 30 see 50 30 see 60 50 rec 70 60", "0 0 2 3"},
      {"a pid that is given again", "gate 7 rec 20 7 rec 21 7 see 30 20 in 30 see 30 21 in 30",
       "0 0 1 2"},
      {"a recorder's pid that is given again to one", "gate 7 rec 20 7 rec 20 7 see 30 20 in 30",
       "0 0 2"},
      {"sshd's pid that is given again to a recorder", "gate 7 rec 20 7 rec 7 20 see 30 7 in 30",
       "0 1 1"},
      {"a pid that is given again to sshd's", "gate 7 rec 20 7 rec 21 7 see 8 20 gate 8 rec 22 8",
       "0 0 1"},
  };
  for (const Row& row : rows) EXPECT_EQ(Script().run(row.operations), row.told) << row.what;
}

// A shell lives long, and is seen with each of its children; they are forgotten.
TEST(Recordings, RememberFewProcesses) {
  Script s;
  s.run("gate 7 rec 20 7 rec 21 7 see 30 20");
  for (std::int64_t child = 100; child < 300; ++child) s.recordings.see(pid(child), pid(30));
  EXPECT_EQ(s.run("in 30 in 299 see 300 30 in 300"), "1 1 1");
  EXPECT_EQ(s.run("in 100"), "2");  // as of any that is not known
  const auto oldest = 301 - static_cast<std::int64_t>(Recordings::kMostProcesses);
  EXPECT_EQ(s.run("in " + std::to_string(oldest + 1)), "1");
  EXPECT_EQ(s.run("in " + std::to_string(oldest)), "2");
}

TEST(Recordings, RememberFewEntrancesAndTheFirst) {
  Script s;
  s.run("gate 7 rec 20 7");
  for (std::int64_t gate = 100; gate < 120; ++gate) s.recordings.see_entrance(pid(gate));
  EXPECT_EQ(s.run("rec 21 7 rec 22 119 rec 23 100"), "0 0 3");
}

TEST(Recordings, KeepTheFirstAndTheLastOfMany) {
  Script s;
  s.run("gate 7 rec 20 7 see 30 20");
  for (std::int64_t recorder = 1000; recorder < 1400; ++recorder) s.record(recorder, pid(30));
  const auto& all = s.recordings.all();
  ASSERT_EQ(all.size(), Recordings::kMost);
  EXPECT_EQ(all.front().serial, 1U);
  EXPECT_EQ(all[1].serial, 401 - Recordings::kMost + 2);
  EXPECT_EQ(all.back().serial, 401U);
  EXPECT_EQ(all.back().outer, 1U);
  EXPECT_EQ(s.recordings.outermost(pid(1399))->serial, 1U);
  EXPECT_EQ(s.recordings.vouched(pid(1000), "r", at(5000)), nullptr);  // forgotten
  EXPECT_FALSE(s.recordings.taken(pid(1000)));
}

// The one around it may be forgotten: then the outermost that is known counts.
TEST(Recordings, BearTheirOuterOneForgotten) {
  Script s;
  s.run("gate 7 rec 20 7 see 30 20 rec 50 30 see 60 50");
  for (std::int64_t recorder = 1000; recorder < 1400; ++recorder) {
    s.record(recorder, pid(60));
    s.recordings.see(pid(61), pid(60));
  }
  EXPECT_EQ(s.recordings.all().back().outer, 2U);
  EXPECT_EQ(s.recordings.outermost(pid(1399))->serial, 402U);
}

std::uint64_t vouched(Recordings& recordings, std::int64_t recorder, const char* rec,
                      std::int64_t began_ms) {
  Recording* found = recordings.vouched(pid(recorder), rec, at(began_ms));
  if (found == nullptr) return 0;
  if (found->rec.empty()) found->rec = rec;  // as a chunk does
  return found->serial;
}

TEST(Recordings, AreVouchedForByTheirRecorder) {
  Recordings recordings;
  EXPECT_EQ(vouched(recordings, 20, "a", 5000), 0U);
  recordings.start(pid(20), std::nullopt, 1, at(5000));
  EXPECT_EQ(vouched(recordings, 21, "a", 5000), 0U);
  EXPECT_EQ(vouched(recordings, 20, "a", 3999), 0U);  // it began before its recorder
  EXPECT_EQ(vouched(recordings, 20, "a", 4000), 1U);  // but clocks differ by a little
  EXPECT_EQ(vouched(recordings, 20, "a", 9000), 1U);
  EXPECT_EQ(vouched(recordings, 20, "forged", 9000), 0U);
  EXPECT_TRUE(recordings.taken(pid(20)));
  EXPECT_FALSE(recordings.taken(pid(21)));
}

TEST(Recordings, OfAPidThatIsGivenAgainAreTwo) {
  Recordings recordings;
  recordings.start(pid(20), std::nullopt, 1, at(0));
  recordings.start(pid(20), std::nullopt, 2, at(600'000));
  EXPECT_EQ(vouched(recordings, 20, "late", 600'020), 2U);
  EXPECT_EQ(vouched(recordings, 20, "early", 20), 1U);
  EXPECT_EQ(vouched(recordings, 20, "late", 600'020), 2U);
  EXPECT_EQ(vouched(recordings, 20, "third", 700'000), 0U);
  EXPECT_EQ(recordings.find("early", 1)->serial, 1U);
}

TEST(Recordings, TellTotalsAsTheyWere) {
  Recordings recordings;
  Recording& recording = recordings.unvouched("a", at(0));
  recording.numbers.emplace(1);
  const auto told = [&](std::optional<base::WallTime> end) {
    const RecordingTotals totals = recording.totals(end);
    return std::to_string(totals.chunks) + " " + std::to_string(totals.bytes_out) + " " +
           std::to_string(totals.lost) + (totals.contradicted ? " contradicted" : "");
  };
  EXPECT_EQ(told(std::nullopt), "0 0 0");
  recording.numbers->note(2, at(10));
  recording.count(at(10), 5, model::Voucher::recorder_ran);
  recording.numbers->take_gaps(nullptr);
  recording.count(at(20), 7, model::Voucher::recorder_ran);
  EXPECT_TRUE(recording.contradict({at(40), 7}));
  EXPECT_FALSE(recording.contradict({at(30), 9}));
  EXPECT_EQ(told(at(9)), "0 0 0");
  EXPECT_EQ(told(at(10)), "1 5 1");
  EXPECT_EQ(told(at(29)), "2 12 1");
  EXPECT_EQ(told(at(30)), "2 12 1 contradicted");
  EXPECT_EQ(told(std::nullopt), "2 12 1 contradicted");
  // On a quiet host the end may be asked for much later.
  recording.count(at(100'000), 1, model::Voucher::recorder_ran);
  EXPECT_EQ(told(at(10)), "1 5 1");
  // What is long past counts, whatever is asked for.
  for (std::int64_t i = 0; i < 1000; ++i)
    recording.count(at(100 + i), 1, model::Voucher::recorder_ran);
  EXPECT_EQ(recording.totals(std::nullopt).chunks, 1003U);
  EXPECT_EQ(recording.totals(at(1000)).chunks, 904U);
}

TEST(Recordings, WithoutARecorderAreKnownByTheirName) {
  Recordings recordings;
  EXPECT_EQ(recordings.find("a", 0), nullptr);
  recordings.unvouched("a", at(10)).count(at(10), 5, model::Voucher::recorder_ran);
  EXPECT_EQ(recordings.unvouched("a", at(99)).totals(std::nullopt).chunks, 1U);
  EXPECT_EQ(recordings.find("a", 0)->started, at(10));
  EXPECT_FALSE(recordings.find("a", 0)->has_recorder());
  EXPECT_EQ(recordings.find("a", 0)->id("h:1:3"), "h:1:3/a");
  EXPECT_EQ(recordings.outermost(std::nullopt), nullptr);  // nothing says what runs in it
  recordings.start(pid(20), std::nullopt, 1, at(50));
  EXPECT_EQ(recordings.all().back().outer, 0U);
  EXPECT_EQ(recordings.outermost(std::nullopt)->id("h:1:3"), "h:1:3/1");
}

TEST(Recording, SaysWhoVouchesForAChunk) {
  using model::Voucher, model::Writer;
  Recording known;
  known.pid = model::Pid{7};
  known.serial = 70;
  Recording running = known;
  running.serial = Recording::kFoundRunning | 7U;
  const Recording unknown;
  struct Case {
    Writer writer;
    Voucher known, running, unknown;
  };
  for (const Case& row : {
           Case{Writer::recorder, Voucher::journald, Voucher::journald, Voucher::journald},
           Case{Writer::recorder_pid, Voucher::journald, Voucher::journald, Voucher::none},
           Case{Writer::own_file, Voucher::own_file, Voucher::own_file, Voucher::own_file},
           Case{Writer::unknown, Voucher::recorder_ran, Voucher::presence, Voucher::none},
       }) {
    EXPECT_EQ(known.voucher_of(row.writer, Voucher::recorder_ran), row.known);
    EXPECT_EQ(running.voucher_of(row.writer, Voucher::recorder_ran), row.running);
    EXPECT_EQ(unknown.voucher_of(row.writer, Voucher::recorder_ran), row.unknown);
  }
  EXPECT_EQ(known.voucher_of(Writer::unknown, Voucher::sudo_log), Voucher::sudo_log);
}

// However many come after the one that nobody knows the writer of.
TEST(Recording, IsVouchedForAsItsWeakestChunkIs) {
  using model::Voucher;
  Recording recording;
  EXPECT_EQ(recording.totals(std::nullopt).voucher, Voucher::none);
  recording.count(at(10), 1, Voucher::journald);
  EXPECT_EQ(recording.totals(std::nullopt).voucher, Voucher::journald);
  recording.count(at(20), 1, Voucher::recorder_ran);
  EXPECT_EQ(recording.totals(at(15)).voucher, Voucher::journald);
  EXPECT_EQ(recording.totals(at(5)).voucher, Voucher::none);
  for (std::int64_t i = 0; i < 1000; ++i) recording.count(at(100 + i), 1, Voucher::journald);
  EXPECT_EQ(recording.totals(std::nullopt).voucher, Voucher::recorder_ran);
}

}  // namespace
}  // namespace auweave::session
