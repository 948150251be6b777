#include "intake/script_log_finder.h"

#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "intake/followed_logs.h"
#include "support/text_file.h"

namespace auweave::intake {
namespace {

namespace fs = std::filesystem;

TEST(OneStar, IsAPathWithOneStarInItsLastPart) {
  const auto star = one_star("/var/log/script/a-*.log");
  ASSERT_TRUE(star.has_value());
  EXPECT_EQ(star->folder, "/var/log/script");
  EXPECT_EQ(star->middle("a-bob.log"), "bob");
  EXPECT_EQ(star->middle("a-.log"), "");
  EXPECT_EQ(star->middle("a.log"), std::nullopt);
  EXPECT_EQ(star->middle("b-bob.log"), std::nullopt);
  EXPECT_EQ(star->path("bob"), "/var/log/script/a-bob.log");
  for (const char* bad : {"", "/x", "/*/x", "/*/*", "/a**", "*"}) {
    EXPECT_FALSE(one_star(bad).has_value()) << bad;
  }
}

// A folder as script writes to it. The clock is the machine's, and goes on as a test says.
class Scripts : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(root_); }
  base::WallTime now() const {
    timespec clock{};
    clock_gettime(CLOCK_REALTIME, &clock);
    return {clock.tv_sec * 1'000'000'000 + clock.tv_nsec + gone_ns_};
  }
  void go_on(std::int64_t seconds) { gone_ns_ += seconds * 1'000'000'000; }
  FollowedLogs follow() {
    return {std::make_unique<ScriptLogFinder>(
                ScriptLogFinder::Patterns{*one_star(root_ + "/*.log"), *one_star(root_ + "/*.tm")},
                ScriptLogFinder::Reading(), now()),
            [this] { return now(); }};
  }
  std::string told(FollowedLogs& logs) {
    std::string text;
    while (true) {
      auto recorded = logs.next();
      if (!recorded.ok()) return text + "ERROR " + recorded.error().message;
      if (!recorded->has_value()) return text;
      if (const auto* damage = std::get_if<tty::Damage>(&**recorded)) {
        text += damage->rec + "! " + damage->why + " ";
        continue;
      }
      const auto& chunk = std::get<model::TtyChunk>(**recorded);
      text += chunk.rec + "#" + std::to_string(chunk.number) + ":" + chunk.output + " ";
    }
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name, std::ios::app | std::ios::binary) << text;
  }
  void begin(const std::string& name, base::WallTime time) {
    const std::time_t seconds = time.ns / 1'000'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S+00:00", &parts);
    write(name + ".log",
          std::string("Script started on ") + text + " [TERM=\"x\" TTY=\"/dev/pts/1\"]\n");
    write(name + ".tm", "");
  }
  void show(const std::string& name, const std::string& text, const char* delay = "0.1") {
    write(name + ".log", text);
    write(name + ".tm", std::string("O ") + delay + " " + std::to_string(text.size()) + "\n");
  }

  support::TemporaryFolder folder_;
  std::string root_ = folder_.path("script");
  std::int64_t gone_ns_ = 0;
};

TEST_F(Scripts, AreFoundAsTheyBeginAndReadAsTheyGrow) {
  FollowedLogs logs = follow();
  EXPECT_EQ(told(logs), "");
  begin("alice", now());
  show("alice", "one");
  go_on(2);
  EXPECT_EQ(told(logs), "alice.log#0: ");
  show("alice", "two", "6");
  EXPECT_EQ(told(logs), "alice.log#1:one ");
  write("alice.log", "th");
  write("alice.tm", "O 0.1 5\n");
  EXPECT_EQ(told(logs), "") << "its bytes are on their way";
  write("alice.log", "ree");
  write("alice.tm", "H 0.000000 DURATION 6.2\nH 0.000000 EXIT_CODE 0\n");
  EXPECT_EQ(told(logs) + told(logs), "alice.log#2:twothree ");
  EXPECT_EQ(logs.active(), 0U) << "its last line came";
}

TEST_F(Scripts, ThatBeganBeforeAreLeftAloneThoughTheyGrow) {
  begin("old", base::WallTime{now().ns - 5'000'000'000});
  FollowedLogs logs = follow();
  show("old", "x");
  go_on(2);
  begin("new", now());
  EXPECT_EQ(told(logs), "new.log#0: ");
  show("old", "y");
  go_on(2);
  EXPECT_EQ(told(logs), "");
}

TEST_F(Scripts, WithoutAFirstLineAreToldAfterAWhile) {
  FollowedLogs logs = follow();
  write("a.tm", "O 0.1 1\n");
  go_on(2);
  EXPECT_EQ(told(logs), "");
  go_on(12);
  EXPECT_EQ(told(logs), "a.tm! a.log: is not there ");
}

}  // namespace
}  // namespace auweave::intake
