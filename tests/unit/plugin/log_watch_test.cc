#include "plugin/log_watch.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/text_file.h"

namespace auweave::plugin {
namespace {

class LogWatchTest : public testing::Test {
 protected:
  // What a look tells, without the log's name before it.
  std::string look() {
    now_ = base::WallTime::from_ms(now_.ms() + LogWatch::kEveryMs);
    watch_.look(now_);
    std::string all;
    for (const model::PluginNote& note : watch_.take()) {
      EXPECT_EQ(note.what, "log-shrank");
      EXPECT_EQ(note.at, now_);
      EXPECT_TRUE(note.detail.starts_with(path_ + " ")) << note.detail;
      all += (all.empty() ? "" : "; ") + note.detail.substr(path_.size() + 1);
    }
    return all;
  }
  void write(std::size_t size, const std::string& ending = "") const {
    support::write_file(path_ + ending, std::string(size, 'x'));
  }
  void rename(const std::string& from, const std::string& to) const {
    std::filesystem::rename(path_ + from, path_ + to);
  }

  support::TemporaryFolder folder_;
  std::string path_ = folder_.path("audit.log");
  LogWatch watch_{path_};
  base::WallTime now_ = base::WallTime::from_ms(1'000'000);
};

TEST_F(LogWatchTest, SaysNothingOfALogThatGrows) {
  EXPECT_EQ(look(), "");
  write(100);
  EXPECT_EQ(look(), "");
  write(200);
  EXPECT_EQ(look(), "");
}

TEST_F(LogWatchTest, TellsOnceThatItWasCut) {
  write(200);
  EXPECT_EQ(look(), "");
  std::filesystem::resize_file(path_, 120);
  EXPECT_EQ(look(), "was cut from 200 to 120 bytes");
  EXPECT_EQ(look(), "");
  std::filesystem::resize_file(path_, 0);
  EXPECT_EQ(look(), "was cut from 120 to 0 bytes");
}

TEST_F(LogWatchTest, RotationIsNoShrinking) {
  write(200);
  EXPECT_EQ(look(), "");
  for (int turn = 0; turn < 3; ++turn) {
    if (turn > 0) rename(".1", ".2");
    rename("", ".1");
    if (turn == 1) {
      EXPECT_EQ(look(), "");  // auditd has not made the next one yet
    }
    write(10);
    EXPECT_EQ(look(), "");
  }
  rename("", "-20261130");
  write(5);
  EXPECT_EQ(look(), "");
}

// Twice between two looks.
TEST_F(LogWatchTest, FastRotationIsNoShrinking) {
  write(200);
  EXPECT_EQ(look(), "");
  rename("", ".1");
  write(150);
  rename(".1", ".2");
  rename("", ".1");
  write(10);
  EXPECT_EQ(look(), "");
}

TEST_F(LogWatchTest, WatchesARotatedFileUntilTheNextIsThere) {
  write(200);
  EXPECT_EQ(look(), "");
  rename("", ".1");
  std::filesystem::resize_file(path_ + ".1", 50);
  EXPECT_EQ(look(), "was cut from 200 to 50 bytes");
}

// As sed -i does.
TEST_F(LogWatchTest, TellsThatItWasReplaced) {
  write(200);
  EXPECT_EQ(look(), "");
  write(180, ".new");
  rename(".new", "");
  EXPECT_EQ(look(), "was removed, with 200 bytes; another file of 180 bytes is there");
  EXPECT_EQ(look(), "");
  std::filesystem::resize_file(path_, 170);
  EXPECT_EQ(look(), "was cut from 180 to 170 bytes");
}

TEST_F(LogWatchTest, TellsThatItWasRemovedOrMoved) {
  write(200);
  EXPECT_EQ(look(), "");
  std::filesystem::remove(path_);
  EXPECT_EQ(look(), "was removed, with 200 bytes; nothing is there");
  EXPECT_EQ(look(), "");
  write(20);
  EXPECT_EQ(look(), "");
  std::filesystem::rename(path_, folder_.path("elsewhere"));
  EXPECT_EQ(look(), "was moved away, with 20 bytes; nothing is there");
}

TEST_F(LogWatchTest, FollowsALinkToTheLog) {
  std::filesystem::create_directory(folder_.path("real"));
  support::write_file(folder_.path("real/audit.log"), "xxx");
  const std::string link = folder_.path("link");
  std::filesystem::create_directory_symlink(folder_.path("real"), link);
  LogWatch watch(link + "/audit.log");
  watch.look(base::WallTime::from_ms(1000));
  std::filesystem::rename(folder_.path("real/audit.log"), folder_.path("real/audit.log.1"));
  support::write_file(folder_.path("real/audit.log"), "x");
  watch.look(base::WallTime::from_ms(2000));
  EXPECT_TRUE(watch.take().empty());
}

TEST_F(LogWatchTest, KeepsABoundedNumberOfNotes) {
  for (std::size_t i = 0; i < 2 * LogWatch::kMost; ++i) {
    write(200);
    watch_.look(now_ = base::WallTime::from_ms(now_.ms() + LogWatch::kEveryMs));
    write(100);
    watch_.look(now_ = base::WallTime::from_ms(now_.ms() + LogWatch::kEveryMs));
  }
  EXPECT_EQ(watch_.take().size(), LogWatch::kMost);
}

TEST(LogWatch, WithoutALogDoesNothing) {
  LogWatch watch("");
  watch.look(base::WallTime::from_ms(1000));
  EXPECT_TRUE(watch.take().empty());
}

}  // namespace
}  // namespace auweave::plugin
