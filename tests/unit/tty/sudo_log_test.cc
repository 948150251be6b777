#include "tty/sudo_log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/text_file.h"
#include "tty/timed_logs.h"

namespace auweave::tty {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHeader =
    R"({"timestamp":{"seconds":1000,"nanoseconds":0},"submituser":"a","runuser":"root",)"
    R"("ttyname":"/dev/pts/1","submithost":"h","columns":80,"lines":24,"runargv":["id"]})";

// What came of a log, told in a line: chunks as "NUMBER@PLAY_MS:OUTPUT", then an error.
std::string told(TimedLog& log, bool rest) {
  std::string text;
  while (true) {
    const auto chunk = rest ? log.rest() : log.next();
    if (!chunk.ok()) {
      text += " ERROR " + chunk.error().message.substr(log.timing().rfind('/') + 1);
      continue;
    }
    if (!chunk->has_value()) return text;
    text += (text.empty() ? "" : " ") + std::to_string((*chunk)->number) + "@" +
            std::to_string((*chunk)->play_offset_ms) + ":" + (*chunk)->output;
    if (!(*chunk)->input.empty()) text += "<" + (*chunk)->input;
  }
}

// A log that a test writes.
class Written {
 public:
  Written() {
    fs::create_directories(folder_.path("00/00/01"));
    write("log.json", kHeader);
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::app | std::ios::binary) << text;
  }
  void replace(const std::string& name, const std::string& text) {
    support::write_file(path(name), text);
  }
  // As sudo does when the command ended.
  void end() { ::chmod(path("timing").c_str(), 0400); }
  TimedLog open(bool terminal_input = false) {
    return std::move(*open_sudo_log(folder_.path("."), "00/00/01", terminal_input));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return folder_.path("00/00/01/" + name);
  }
  [[nodiscard]] std::string root() const { return folder_.path("."); }

 private:
  support::TemporaryFolder folder_;
};

TEST(SudoLog, ReadsARealOne) {
  const std::string root = support::fixture("captures/04-sudo/sudo-io");
  auto log = open_sudo_log(root, "00/00/01", false);
  ASSERT_TRUE(log.ok()) << log.error().message;
  const model::TtyChunk opening = log->opening();
  EXPECT_EQ(opening.number, 0U);
  EXPECT_EQ(opening.rec, "00/00/01");
  EXPECT_EQ(opening.ran->command, "whoami");
  const auto chunk = log->rest();
  ASSERT_TRUE(chunk.ok() && chunk->has_value());
  EXPECT_EQ((*chunk)->source, "sudo");
  EXPECT_EQ((*chunk)->number, 1U);
  EXPECT_EQ((*chunk)->output, "root\r\n");
  EXPECT_EQ((*chunk)->time.ns, opening.time.ns + 19'001'762);
  EXPECT_EQ((*chunk)->play_offset_ms, 19);
  EXPECT_EQ((*chunk)->columns, 80);
  EXPECT_EQ(told(*log, true), "");
}

TEST(SudoLog, MixesOutputOfAllStreamsInOrderAndLeavesInputShut) {
  Written w;
  w.write("timing", "4 0.5 2\n3 0.1 6\n1 0.4 3\n0 0.1 2\n2 0 4\n");
  w.write("ttyout", "$ ");
  w.write("stdout", "out");
  w.write("stderr", "err\n");
  TimedLog log = w.open();
  EXPECT_EQ(told(log, true), "1@500:$ outerr\n");
  w.write("ttyin", "secret");
  w.write("stdin", "in");
  TimedLog both = w.open(true);
  EXPECT_EQ(told(both, true), "1@500:$ outerr\n<secretin");
}

TEST(SudoLog, KeepsTimeOverSuspensionAndTellsWindows) {
  Written w;
  w.write("timing", "4 0.1 1\n7 0.1 TSTP\n7 10 CONT\n5 0.1 30 100\n4 0.1 1\n");
  w.write("ttyout", "ab");
  TimedLog log = w.open();
  EXPECT_EQ(log.rest().value()->output, "a");
  const auto second = log.rest();
  EXPECT_EQ((*second)->play_offset_ms, 10'300) << "it begins with the window";
  EXPECT_EQ((*second)->columns, 100);
  EXPECT_EQ((*second)->rows, 30);
  EXPECT_EQ((*second)->output, "b");
}

TEST(SudoLog, CutsALongPiece) {
  Written w;
  const std::string euro = "\xE2\x82\xAC";
  std::string text;
  while (text.size() < 3 * ChunkMaker::kMostBytes) text += euro;
  w.write("timing", "4 0.1 " + std::to_string(text.size()) + "\n");
  w.write("ttyout", text);
  TimedLog log = w.open();
  std::string all;
  std::size_t chunks = 0;
  while (true) {
    const auto chunk = log.rest();
    ASSERT_TRUE(chunk.ok());
    if (!chunk->has_value()) break;
    EXPECT_LE((*chunk)->output.size(), ChunkMaker::kMostBytes);
    EXPECT_EQ((*chunk)->output.size() % 3, 0U);
    EXPECT_EQ((*chunk)->number, ++chunks);
    all += (*chunk)->output;
  }
  EXPECT_EQ(chunks, 4U);
  EXPECT_EQ(all, text);
}

// Whatever is there when it is looked at, and by however many readers: the same chunks.
TEST(SudoLog, ReadsOnAsItGrowsAndFromASavedPlace) {
  std::string timing;
  std::string output;
  for (int i = 0; i < 40; ++i) {
    timing += "4 0.7 5\n";
    output += "line" + std::string(1, static_cast<char>('a' + i % 26));
  }
  Written whole;
  whole.write("timing", timing);
  whole.write("ttyout", output);
  TimedLog reference = whole.open();
  const std::string expected = told(reference, true);
  for (const std::size_t step : {1U, 3U, 7U, 50U}) {
    Written w;
    std::string grown;
    std::optional<TimedPlace> place;
    TimedLog kept = w.open();
    std::string kept_told;
    const auto add = [](std::string& to, const std::string& more) {
      to += (to.empty() || more.empty() ? "" : " ") + more;
    };
    for (std::size_t at = 0; at < timing.size(); at += step) {
      w.write("ttyout",
              output.substr(std::min(at * 5 / 8, output.size()), (at + step) * 5 / 8 - at * 5 / 8));
      w.write("timing", timing.substr(at, step));
      TimedLog log = w.open();
      if (place.has_value()) log.resume(*place);
      add(grown, told(log, false));
      place = log.place();
      add(kept_told, told(kept, false));
    }
    TimedLog last = w.open();
    last.resume(*place);
    add(grown, told(last, true));
    add(kept_told, told(kept, true));
    EXPECT_EQ(grown, expected) << step;
    EXPECT_EQ(kept_told, expected) << step;
  }
}

TEST(SudoLog, WaitsForBytesThatTimingPromises) {
  Written w;
  w.write("timing", "4 0.1 4\n");
  TimedLog log = w.open();
  EXPECT_EQ(told(log, false), "") << "ttyout is not there";
  w.write("ttyout", "ab");
  EXPECT_EQ(told(log, false), "");
  w.write("ttyout", "cd");
  EXPECT_EQ(told(log, false), "") << "the chunk may still grow";
  EXPECT_EQ(told(log, true), "1@100:abcd");
}

TEST(SudoLog, TellsDamageWithItsPlaceBehindWhatCouldBeRead) {
  Written w;
  w.write("timing", "4 0.1 4\nwhat is this\n4 0.1 4\n");
  w.write("ttyout", "abcdefgh");
  TimedLog log = w.open();
  EXPECT_EQ(told(log, false), "1@100:abcd ERROR timing:2: an unknown type of event");
  EXPECT_EQ(told(log, true), "") << "once";
}

TEST(SudoLog, MissesWhatIsNotThereOnlyWhenSudoEndedIt) {
  Written w;
  w.write("timing", "4 0.1 4\n4 0.1 4\n");
  w.write("ttyout", "abcdef");
  TimedLog growing = w.open();
  EXPECT_EQ(told(growing, true), "1@100:abcdef");
  w.end();
  TimedLog ended = w.open();
  EXPECT_EQ(told(ended, true), "1@100:abcdef ERROR timing:2: 2 bytes of ttyout are missing");

  Written half;
  half.write("timing", "4 0.1 4\n4 0.");
  half.write("ttyout", "abcd");
  half.end();
  TimedLog line = half.open();
  EXPECT_EQ(told(line, true), "1@100:abcd ERROR timing:2: the line has no end");
}

TEST(SudoLog, GivesWhatCanBeReadOfCutAndOfDamagedGzip) {
  const std::string real = support::fixture("captures/04-sudo/sudo-io/00/00/07/");
  const auto bytes = [&](const std::string& name) {
    std::ifstream in(real + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  TimedLog whole =
      std::move(*open_sudo_log(support::fixture("captures/04-sudo/sudo-io"), "00/00/07", false));
  const std::string all = told(whole, true);
  const std::string out = bytes("ttyout");
  for (std::size_t size = 0; size <= out.size(); ++size) {
    Written w;
    w.write("timing", bytes("timing"));
    w.write("ttyout", out.substr(0, size));
    TimedLog log = w.open();
    const std::string got = told(log, true);
    const std::size_t error = std::min(got.find(" ERROR "), got.size());
    EXPECT_EQ(all.substr(0, error), got.substr(0, error)) << size;
    // What follows the deflated data is a checksum.
    EXPECT_EQ(error == got.size(), got == all) << size << got;
  }
  Written w;
  w.write("timing", bytes("timing"));
  std::string bad = out;
  bad[bad.size() / 2] ^= 0x55;
  w.write("ttyout", bad);
  TimedLog log = w.open();
  EXPECT_NE(told(log, true).find("ttyout"), std::string::npos);
}

TEST(SudoLog, NamesTheHeaderThatItCannotRead) {
  Written w;
  w.replace("log.json", "{\"timestamp\":");
  const auto bad = open_sudo_log(w.root(), "00/00/01", false);
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.error().message.find("00/00/01/log.json: "), std::string::npos)
      << bad.error().message;
  fs::remove(w.path("log.json"));
  w.write("log", "7:a:root::/dev/pts/1:24:80\n/home/a\n/usr/bin/id\n");
  const TimedLog old = w.open();
  EXPECT_EQ(old.opening().ran->command, "/usr/bin/id");
}

// A reader that opened a pipe would wait for a writer for ever.
TEST(SudoLog, OpensNoPipe) {
  Written w;
  ASSERT_EQ(::mkfifo(w.path("ttyout").c_str(), 0600), 0);
  w.write("timing", "4 0.1 4\n");
  w.end();
  TimedLog log = w.open();
  EXPECT_EQ(told(log, true), " ERROR ttyout: is not a regular file");
}

TEST(SudoLogs, GiveAllOfAFolderInTheOrderOfTime) {
  const std::string root = support::fixture("captures/20-tlog-variants/sudo-io");
  const auto found = find_sudo_logs(root);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(*found,
            (std::vector<std::string>{"00/00/0D", "carol/bastion01/00/00/0E",
                                      "carol/bastion01/00/00/0F", "carol/bastion01/00/00/0G"}));
  auto logs = TimedLogs::of_sudo(root, false);
  ASSERT_TRUE(logs.ok());
  base::WallTime before;
  std::size_t openings = 0;
  std::size_t chunks = 0;
  while (const auto time = logs->time()) {
    const auto recorded = logs->next();
    const auto* chunk = std::get_if<model::TtyChunk>(&*recorded);
    ASSERT_NE(chunk, nullptr);
    EXPECT_GE(chunk->time, before);
    EXPECT_EQ(chunk->time, *time);
    before = chunk->time;
    ++(chunk->number == 0 ? openings : chunks);
  }
  EXPECT_EQ(openings, 4U);
  EXPECT_GE(chunks, 4U);
  EXPECT_FALSE(logs->next().has_value());
}

TEST(SudoLogs, TellDamageAndGoOn) {
  Written w;
  w.write("timing", "4 0.1 2\nx\n");
  w.write("ttyout", "ab");
  fs::create_directories(w.path("../02"));
  w.write("../02/timing", "");
  auto logs = TimedLogs::of_sudo(w.root(), false);
  ASSERT_TRUE(logs.ok());
  std::string text;
  while (const auto recorded = logs->next()) {
    const auto* damage = std::get_if<Damage>(&*recorded);
    text +=
        damage != nullptr ? damage->rec + "! " : std::get<model::TtyChunk>(*recorded).output + " ";
  }
  EXPECT_EQ(text, "00/00/02!  ab 00/00/01! ");
  EXPECT_FALSE(TimedLogs::of_sudo(w.path("none"), false).ok());
}

}  // namespace
}  // namespace auweave::tty
