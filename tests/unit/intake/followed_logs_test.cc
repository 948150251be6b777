#include "intake/followed_logs.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "intake/sudo_log_finder.h"
#include "support/text_file.h"

namespace auweave::intake {
namespace {

namespace fs = std::filesystem;

// A folder as sudo writes to it. The clock is the machine's, and goes on as a test says.
class Logs : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(root_); }

  base::WallTime now() const {
    timespec clock{};
    clock_gettime(CLOCK_REALTIME, &clock);
    return {clock.tv_sec * 1'000'000'000 + clock.tv_nsec + gone_ns_};
  }
  void go_on(std::int64_t seconds) { gone_ns_ += seconds * 1'000'000'000; }
  FollowedLogs follow(bool terminal_input = false) {
    return {std::make_unique<SudoLogFinder>(root_, terminal_input, now()),
            [this] { return now(); }};
  }
  // What came, as "REC#CHUNK:OUTPUT".
  std::string told(FollowedLogs& logs) {
    std::string text;
    while (true) {
      auto recorded = logs.next();
      if (!recorded.ok()) return text + "ERROR " + recorded.error().message;
      if (!recorded->has_value()) return text;
      text += (text.empty() ? "" : " ") + told(**recorded);
    }
  }
  static std::string told(const tty::Recorded& recorded) {
    if (const auto* damage = std::get_if<tty::Damage>(&recorded)) {
      return damage->rec + "! " + damage->why;
    }
    const auto& chunk = std::get<model::TtyChunk>(recorded);
    return chunk.rec + "#" + std::to_string(chunk.number) + ":" + chunk.output + chunk.input;
  }
  void write(const std::string& name, const std::string& text) {
    fs::create_directories(fs::path(root_ + "/" + name).parent_path());
    std::ofstream(root_ + "/" + name, std::ios::app | std::ios::binary) << text;
  }
  // A log whose first output is there.
  void begin(const std::string& rec, const std::string& text) {
    const base::WallTime time = now();
    write(rec + "/log.json", R"({"timestamp":{"seconds":)" +
                                 std::to_string(time.ns / 1'000'000'000) +
                                 R"(},"submituser":"a","runargv":["id"]})");
    write(rec + "/timing", "");
    show(rec, text);
  }
  void show(const std::string& rec, const std::string& text, const char* delay = "0.1") {
    write(rec + "/ttyout", text);
    write(rec + "/timing", std::string("4 ") + delay + " " + std::to_string(text.size()) + "\n");
  }
  // As sudo does when the command ended.
  void end(const std::string& rec) { ::chmod((root_ + "/" + rec + "/timing").c_str(), 0400); }

  support::TemporaryFolder folder_;
  std::string root_ = folder_.path("sudo-io");
  std::int64_t gone_ns_ = 0;
};

TEST_F(Logs, AreFoundAsTheyBeginAndReadAsTheyGrow) {
  FollowedLogs logs = follow();
  EXPECT_EQ(told(logs), "");
  begin("00/00/01", "one");
  go_on(2);
  EXPECT_EQ(told(logs), "00/00/01#0:") << "the chunk may still grow";
  show("00/00/01", "two", "6");
  EXPECT_EQ(told(logs), "00/00/01#1:one");
  begin("00/00/02", "x");
  go_on(2);
  show("00/00/01", "three");
  end("00/00/01");
  EXPECT_EQ(told(logs), "00/00/01#2:twothree 00/00/02#0:");
  EXPECT_EQ(logs.active(), 1U);
  EXPECT_EQ(logs.begun(), 2U);
  go_on(2);
  end("00/00/02");
  EXPECT_EQ(told(logs), "00/00/02#1:x");
  EXPECT_EQ(logs.active(), 0U);
  go_on(100);
  EXPECT_EQ(told(logs), "") << "once";
}

TEST_F(Logs, GiveWhatWasShownAWhileAgoThoughNothingFollows) {
  FollowedLogs logs = follow();
  begin("00/00/01", "prompt");
  EXPECT_EQ(told(logs), "00/00/01#0:");
  go_on(9);
  EXPECT_EQ(told(logs), "");
  go_on(3);
  EXPECT_EQ(told(logs), "00/00/01#1:prompt");
  show("00/00/01", "more", "20");
  go_on(30);
  EXPECT_EQ(told(logs), "00/00/01#2:more");
}

TEST_F(Logs, ThatWereThereBeforeAreLeftAlone) {
  begin("00/00/01", "old");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  FollowedLogs logs = follow();
  const auto later = fs::file_time_type::clock::now() + std::chrono::hours(1);
  fs::last_write_time(root_ + "/00/00/01/timing", later);  // a time that its owner chose
  begin("alice/h/00/00/02", "new");
  end("alice/h/00/00/02");
  EXPECT_EQ(told(logs), "alice/h/00/00/02#0: alice/h/00/00/02#1:new") << "in a folder of any depth";
}

TEST_F(Logs, WaitForAFolderAndForAHeader) {
  fs::remove_all(root_);
  FollowedLogs logs = follow();
  EXPECT_EQ(told(logs), "");
  EXPECT_FALSE(logs.there());
  write("00/00/01/timing", "");
  go_on(2);
  EXPECT_EQ(told(logs), "");
  EXPECT_TRUE(logs.there());
  write("00/00/01/log.json", "{\"timestamp\":{\"seconds\":1}");
  EXPECT_EQ(told(logs), "") << "half of it";
  write("00/00/01/log.json", ",\"runargv\":[\"id\"]}");
  EXPECT_EQ(told(logs), "00/00/01#0:");
  write("00/00/02/timing", "");
  go_on(2);
  EXPECT_EQ(told(logs), "");
  go_on(11);
  EXPECT_EQ(told(logs).substr(0, 9), "00/00/02!");
  EXPECT_EQ(told(logs), "");
  EXPECT_EQ(logs.active(), 1U);
}

TEST_F(Logs, GiveTheirRestAtTheEnd) {
  FollowedLogs logs = follow();
  begin("00/00/01", "one");
  begin("00/00/02", "two");
  go_on(2);
  EXPECT_EQ(told(logs), "00/00/01#0: 00/00/02#0:");
  show("00/00/01", "more");
  std::string text;
  while (const auto recorded = logs.rest()) text += told(*recorded) + " ";
  EXPECT_EQ(text, "00/00/01#1:onemore 00/00/02#1:two ");
  EXPECT_EQ(logs.active(), 0U);
}

TEST_F(Logs, HoldTheirFilesOpenAndFewOfThemTwice) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  FollowedLogs logs = follow();
  std::string expected;
  for (int i = 100; i < 300; ++i) begin("00/00/" + std::to_string(i), "a");
  go_on(2);
  std::string text = told(logs);
  const auto open = [] {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
      std::error_code ignored;
      const std::string path = fs::read_symlink(entry.path(), ignored).string();
      count += path.find("/sudo-io/") != std::string::npos ? 1U : 0U;
    }
    return count;
  };
  EXPECT_EQ(told(logs), "");
  EXPECT_LE(open(), 2 * 200 + 2 * FollowedLogs::kMostOpen);
  EXPECT_GE(open(), 2 * 200U);
  for (int i = 100; i < 300; ++i) show("00/00/" + std::to_string(i), "b", "7");
  text = told(logs);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'a'), 200) << text;
}

TEST_F(Logs, TellDamageOnceAndGoOn) {
  FollowedLogs logs = follow();
  begin("00/00/01", "one");
  write("00/00/01/timing", "what\n");
  begin("00/00/02", "two");
  end("00/00/02");
  go_on(2);
  const std::string text = told(logs);
  EXPECT_NE(text.find("00/00/01#1:one"), std::string::npos) << text;
  EXPECT_NE(text.find("00/00/01! timing:2: an unknown type of event"), std::string::npos) << text;
  EXPECT_NE(text.find("00/00/02#1:two"), std::string::npos) << text;
  EXPECT_EQ(logs.active(), 0U);
}

// Whoever may write into sudo's folder could write logs as sudo does.
TEST_F(Logs, OfOthersThanRootAndTheFoldersOwnerAreRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to make files of another account";
  FollowedLogs logs = follow();
  begin("00/00/01", "forged");
  end("00/00/01");
  begin("eve/00/01", "forged");
  begin("00/00/02", "true");
  end("00/00/02");
  const auto give = [&](const char* name) {
    ASSERT_EQ(::chown((root_ + "/" + name).c_str(), 4243, 4243), 0);
  };
  give("00/00/01/timing");
  give("eve");
  begin("00/00/03", "forged");
  give("00/00/03/ttyout");
  go_on(2);
  std::string text = told(logs);
  go_on(12);
  text += told(logs);
  EXPECT_EQ(text.find("forged"), std::string::npos) << text;
  EXPECT_NE(text.find("00/00/02#1:true"), std::string::npos) << text;
  for (const char* rec : {"00/00/01! ", "eve! ", "00/00/03! ttyout: belongs to uid 4243, neither"})
    EXPECT_NE(text.find(rec), std::string::npos) << text;
}

TEST_F(Logs, BehindLinksAndOfPipesAreRefused) {
  FollowedLogs logs = follow();
  begin("00/00/02", "true");
  end("00/00/02");
  fs::create_directory_symlink(root_ + "/00", root_ + "/link");
  fs::create_directories(root_ + "/00/00/04");
  ::mkfifo((root_ + "/00/00/04/timing").c_str(), 0600);
  write("00/00/04/log.json", "{\"timestamp\":{\"seconds\":1},\"runargv\":[\"id\"]}");
  go_on(2);
  std::string text = told(logs);
  go_on(12);
  text += told(logs);
  EXPECT_EQ(text.find("link"), std::string::npos) << text;
  EXPECT_NE(text.find("00/00/02#1:true"), std::string::npos) << text;
  EXPECT_NE(text.find("00/00/04! timing: is not a regular file"), std::string::npos) << text;
}

}  // namespace
}  // namespace auweave::intake
