// Recordings that a hostile user wrote: what one call reads is bounded, what a chunk holds is, and a
// file that takes the place of another is not read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/text_file.h"
#include "tty/script_log.h"

namespace auweave::tty {
namespace {

namespace fs = std::filesystem;

class HostileLog : public testing::Test {
 protected:
  void SetUp() override {
    write("data", "Script started on 2026-11-21 06:42:30+00:00 [TERM=\"x\" TTY=\"/dev/pts/1\"]\n");
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path(name), std::ios::app | std::ios::binary) << text;
  }
  TimedLog open(const LogAccess& access = {}) const {
    return std::move(
        *open_script_log({folder_.path("data"), folder_.path("timing")}, false, true, access));
  }
  static std::string repeated(const std::string& line, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += line;
    return text;
  }

  support::TemporaryFolder folder_;
};

TEST_F(HostileLog, IsReadInSteps) {
  write("timing", repeated("H 0 SHELL x\n", 5000) + "O 0.1 2\n");
  write("data", "ok");
  TimedLog log = open();
  int calls = 0;
  do {
    const auto chunk = log.next();
    ASSERT_TRUE(chunk.ok());
    EXPECT_FALSE(chunk->has_value());
    ++calls;
  } while (log.more());
  EXPECT_EQ(calls, 5000 / TimedLog::kMostSteps + 1);
  const auto chunk = log.rest();
  ASSERT_TRUE(chunk.ok() && chunk->has_value());
  EXPECT_EQ((*chunk)->output, "ok");
}

// What was typed is passed over, and a file may be as long as its owner says without taking room.
TEST_F(HostileLog, IsNotPassedOverAtOnce) {
  write("timing", "I 0.1 1000000000000\n");
  fs::resize_file(folder_.path("data"), 1'000'000'000'000);
  TimedLog log = open();
  const auto chunk = log.next();
  EXPECT_TRUE(chunk.ok() && !chunk->has_value());
  EXPECT_TRUE(log.more());
  EXPECT_LT(log.bytes_read(), 32U * 1024 * 1024);
}

TEST_F(HostileLog, HoldsAFewWindowsInAChunk) {
  write("timing", repeated("S 0.0005 SIGWINCH ROWS=24 COLS=80\n", 9000) +
                      repeated("S 0 SIGWINCH ROWS=25 COLS=81\n", 9000) + "H 0 EXIT_CODE 0\n");
  TimedLog log = open();
  std::size_t chunks = 0;
  while (!log.over()) {
    const auto chunk = log.rest();
    ASSERT_TRUE(chunk.ok());
    if (!chunk->has_value()) continue;
    ++chunks;
    EXPECT_LE((*chunk)->pieces.size(), ChunkMaker::kMostPieces);
    EXPECT_EQ((*chunk)->output, "");
  }
  EXPECT_EQ(chunks, 2U) << "of several windows in one moment one is kept";
}

TEST_F(HostileLog, StopsWhereALimitIsReachedAndSaysWhich) {
  write("timing", repeated("S 1 SIGWINCH ROWS=24 COLS=80\n", 30));
  LogAccess access;
  access.limits.windows = 20;
  TimedLog log = open(access);
  std::string why;
  while (!log.over()) {
    const auto chunk = log.next();
    if (!chunk.ok()) why = chunk.error().message;
  }
  EXPECT_NE(why.find("timing:21: the window changes more than 20 times"), std::string::npos) << why;
  EXPECT_EQ(log.excess(), "windows");
}

TEST_F(HostileLog, ReadsOnInTheFilesThatItOpened) {
  write("timing", "O 0.1 3\n");
  write("data", "one");
  TimedLog log = open();
  EXPECT_TRUE(log.next().ok());
  log.close_files();
  for (const char* name : {"data", "timing"}) {
    fs::rename(folder_.path(name), folder_.path(std::string("old-") + name));
    write(name, "another file altogether, which is longer than the first one was, by far\n");
  }
  write("old-data", "two");
  write("old-timing", "O 6 3\nH 0 EXIT_CODE 0\n");
  std::string shown;
  while (!log.over()) {
    const auto chunk = log.rest();
    ASSERT_TRUE(chunk.ok()) << chunk.error().message;
    if (chunk->has_value()) shown += (*chunk)->output + " ";
  }
  EXPECT_EQ(shown, "one two ");
}

}  // namespace
}  // namespace auweave::tty
