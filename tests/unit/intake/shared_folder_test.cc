// The folder of script's recordings, in which any user can make files: what one user puts there
// reads nothing of others, and keeps nobody else's recordings from being read.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "intake/followed_logs.h"
#include "intake/script_log_finder.h"
#include "support/text_file.h"

namespace auweave::intake {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEve = 4243, kAlice = 4242;

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() / 2 + 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

class SharedFolder : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root, to make files of two accounts";
    fs::create_directories(root_);
    limits_.rlim_cur = 20'000;
    ::setrlimit(RLIMIT_NOFILE, &limits_);
  }
  base::WallTime now() const {
    timespec clock{};
    clock_gettime(CLOCK_REALTIME, &clock);
    return {clock.tv_sec * 1'000'000'000 + clock.tv_nsec + gone_ns_};
  }
  void go_on(std::int64_t seconds) { gone_ns_ += seconds * 1'000'000'000; }
  FollowedLogs follow(Quotas quotas = {}) {
    return {std::make_unique<ScriptLogFinder>(
                ScriptLogFinder::Patterns{*one_star(root_ + "/*.log"), *one_star(root_ + "/*.tm")},
                ScriptLogFinder::Reading{false, quotas.of_log()}, now()),
            [this] { return now(); }, quotas};
  }
  // What came: "REC:OUTPUT" of chunks, "REC! WHY" of damage.
  static std::string told(FollowedLogs& logs) {
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
      if (chunk.number > 0) text += chunk.rec + ":" + chunk.output + " ";
    }
  }
  static std::string exceeded(FollowedLogs& logs) {
    std::string text;
    while (const auto excess = logs.take_excess())
      text += std::to_string(excess->owner) + " " + std::string(excess->quota) + " ";
    return text;
  }
  void write(const std::string& name, const std::string& text, std::uint32_t owner) {
    std::ofstream(root_ + "/" + name, std::ios::app | std::ios::binary) << text;
    ASSERT_EQ(::chown((root_ + "/" + name).c_str(), owner, owner), 0);
  }
  std::string header() const {
    const std::time_t seconds = now().ns / 1'000'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S+00:00", &parts);
    return std::string("Script started on ") + text + " [TERM=\"x\" TTY=\"/dev/pts/1\"]\n";
  }
  // A whole recording.
  void record(const std::string& name, const std::string& text, std::uint32_t owner) {
    write(name + ".log", header() + text, owner);
    write(name + ".tm", "O 0.1 " + std::to_string(text.size()) + "\nH 0 EXIT_CODE 0\n", owner);
  }

  support::TemporaryFolder folder_;
  std::string root_ = folder_.path("script");
  std::int64_t gone_ns_ = 0;
  rlimit limits_ = {20'000, 20'000};
};

TEST_F(SharedFolder, GivesNothingOfWhatALinkTakesThePlaceOf) {
  std::ofstream(folder_.path("secret")) << "SECRET SECRET SECRET\n";
  FollowedLogs logs = follow();
  write("e.log", header(), kEve);
  write("e.tm", "O 0.1 4\n", kEve);
  EXPECT_EQ(told(logs), "");
  fs::remove(root_ + "/e.log");
  fs::create_symlink(folder_.path("secret"), root_ + "/e.log");
  write("e.tm", "H 0 EXIT_CODE 0\n", kEve);
  fs::create_symlink(folder_.path("secret"), root_ + "/l.log");
  write("l.tm", "O 0.1 9\nH 0 EXIT_CODE 0\n", kEve);
  go_on(2);
  record("a", "honest", kAlice);
  std::string text = told(logs);
  go_on(12);
  text += told(logs);
  EXPECT_EQ(text.find("SECRET"), std::string::npos) << text;
  EXPECT_NE(text.find("l.tm! l.log: is a symbolic link"), std::string::npos) << text;
  EXPECT_NE(text.find("a.log:honest"), std::string::npos) << text;
}

TEST_F(SharedFolder, RefusesPipesFoldersSecondNamesAndFilesOfOthers) {
  FollowedLogs logs = follow();
  ASSERT_EQ(::mkfifo((root_ + "/f.tm").c_str(), 0600), 0);
  fs::create_directories(root_ + "/d.tm");
  for (const char* name : {"/f.tm", "/d.tm"})
    ASSERT_EQ(::chown((root_ + name).c_str(), kEve, kEve), 0);
  write("f.log", header(), kEve);
  write("d.log", header(), kEve);
  write("h.tm", "O 0.1 1\n", kEve);
  write("h.log", header() + "x", 0);
  write("m.log", header() + "of root", 0);
  write("m.tm", "O 0.1 7\nH 0 EXIT_CODE 0\n", kEve);
  fs::create_hard_link(root_ + "/h.log", folder_.path("second"));
  std::string text = told(logs);
  go_on(12);
  text += told(logs);
  EXPECT_NE(text.find("f.tm! f.tm: is not a regular file"), std::string::npos) << text;
  EXPECT_NE(text.find("d.tm! d.tm: Is a directory"), std::string::npos) << text;
  EXPECT_NE(text.find("h.tm! h.log: has several names"), std::string::npos) << text;
  EXPECT_NE(text.find("m.tm! m.log: belongs to uid 0, and not to uid 4243"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("of root"), std::string::npos) << text;
}

TEST_F(SharedFolder, TakesAFileInThePlaceOfAnotherForAnotherRecording) {
  FollowedLogs logs = follow();
  record("e", "first", kEve);
  EXPECT_EQ(told(logs), "e.log:first ");
  record("new", "second", kEve);
  fs::rename(root_ + "/new.log", root_ + "/e.log");
  fs::rename(root_ + "/new.tm", root_ + "/e.tm");
  go_on(2);
  EXPECT_EQ(told(logs), "e.log:second ");
  go_on(2);
  fs::last_write_time(root_ + "/e.tm", fs::file_time_type::clock::now() + std::chrono::hours(9));
  ASSERT_EQ(::chmod((root_ + "/e.tm").c_str(), 0600), 0);
  EXPECT_EQ(told(logs), "") << "the same file again";
}

TEST_F(SharedFolder, BelievesNoTimeThatAnOwnerChose) {
  FollowedLogs logs = follow();
  for (int i = 0; i < 200; ++i) {
    const std::string name = "e" + std::to_string(i);
    record(name, "x", kEve);
    timespec times[2] = {{4'070'908'800, 0}, {4'070'908'800, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (root_ + "/" + name + ".tm").c_str(), times, 0), 0);
  }
  told(logs);
  record("a", "honest", kAlice);
  go_on(2);
  EXPECT_EQ(told(logs), "a.log:honest ");
  std::string future = header();
  future.replace(future.find("20"), 4, "2099");
  write("f.log", future + "x", kEve);
  write("f.tm", "O 0.1 1\nH 0 EXIT_CODE 0\n", kEve);
  go_on(2);
  std::string text = told(logs);
  go_on(12);
  text += told(logs);
  EXPECT_EQ(text, "f.tm! f.log:1: it begins in the future ");
}

TEST_F(SharedFolder, LetsGoWhatIsTooMuchOfOneOwner) {
  Quotas quotas;
  quotas.recordings = 20;
  FollowedLogs logs = follow(quotas);
  write("a.log", header(), kAlice);
  write("a.tm", "H 0 SHELL x\n", kAlice);
  told(logs);
  for (int i = 0; i < 100; ++i) {
    write("e" + std::to_string(i) + ".log", header(), kEve);
    write("e" + std::to_string(i) + ".tm", "H 0 SHELL x\n", kEve);
  }
  go_on(2);
  told(logs);
  go_on(2);
  told(logs);
  EXPECT_LE(logs.active(), 21U);
  EXPECT_EQ(exceeded(logs), "4243 recordings ");
  write("a.log", "honest", kAlice);
  write("a.tm", "O 0.1 6\nH 0 EXIT_CODE 0\n", kAlice);
  go_on(2);
  EXPECT_EQ(told(logs), "a.log:honest ");
}

// Each promises bytes that never come.
TEST_F(SharedFolder, WaitsForNoBytes) {
  Quotas quotas;
  quotas.begun = 1000;
  FollowedLogs logs = follow(quotas);
  for (int i = 0; i < 600; ++i) {
    write("e" + std::to_string(i) + ".log", header(), kEve);
    write("e" + std::to_string(i) + ".tm", "O 0.1 9\n", kEve);
  }
  for (int calls = 0; calls < 5; ++calls) told(logs);
  record("a", "honest", kAlice);
  std::string text;
  for (int calls = 0; calls < 5; ++calls) {
    go_on(2);
    text += told(logs);
  }
  EXPECT_EQ(text, "a.log:honest ");
}

TEST_F(SharedFolder, CountsSubUidsForTheirAccount) {
  Quotas quotas;
  quotas.begun = 10;
  FollowedLogs logs(
      std::make_unique<ScriptLogFinder>(
          ScriptLogFinder::Patterns{*one_star(root_ + "/*.log"), *one_star(root_ + "/*.tm")},
          ScriptLogFinder::Reading(), now()),
      [this] { return now(); }, quotas, {{kEve, 100'000, 65'536}});
  for (std::uint32_t i = 0; i < 15; ++i) record("e" + std::to_string(i), "x", 100'000 + i);
  const std::string text = told(logs);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'x'), 10) << text;
  EXPECT_EQ(exceeded(logs), "4243 begun ");
}

TEST_F(SharedFolder, ReadsLaterWhatBeginsTooOften) {
  Quotas quotas;
  quotas.begun = 10;
  FollowedLogs logs = follow(quotas);
  for (int i = 0; i < 15; ++i) record("e" + std::to_string(i), "x", kEve);
  record("a", "honest", kAlice);
  const std::string text = told(logs);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'x'), 10) << text;
  EXPECT_NE(text.find("a.log:honest"), std::string::npos);
  EXPECT_EQ(exceeded(logs), "4243 begun ");
  go_on(61);
  const std::string later = told(logs);
  EXPECT_EQ(std::count(later.begin(), later.end(), 'x'), 5) << later;
}

TEST_F(SharedFolder, ReadsLaterWhatIsTooLarge) {
  Quotas quotas;
  quotas.bytes = 200'000;
  FollowedLogs logs = follow(quotas);
  record("e", std::string(2'000'000, 'e'), kEve);
  record("a", "honest", kAlice);
  const std::string text = told(logs);
  EXPECT_NE(text.find("a.log:honest"), std::string::npos);
  EXPECT_LT(text.size(), 400'000U);
  EXPECT_EQ(exceeded(logs), "4243 bytes ");
  go_on(60);
  EXPECT_GT(told(logs).size(), 150'000U);
}

// A hundred megabytes of lines that show nothing and take no time.
TEST_F(SharedFolder, StopsAtABomb) {
  Quotas quotas;
  quotas.windows = 1000;
  quotas.inflated = 20'000'000;
  quotas.ratio = 100'000;
  FollowedLogs logs = follow(quotas);
  std::string windows, nothing;
  for (int i = 0; i < 200'000; ++i) windows += "S 0.000000 SIGWINCH ROWS=24 COLS=80\n";
  for (int i = 0; i < 3'000'000; ++i) nothing += "H 0 SHELL x\n";
  write("w.log", header(), kEve);
  write("w.tm", gzipped(windows), kEve);
  write("n.log", header(), kEve);
  write("n.tm", gzipped(nothing), kEve);
  std::string text;
  for (int calls = 0; calls < 20; ++calls) text += told(logs);
  EXPECT_NE(text.find("w.tm! w.tm:1001: the window changes more than 1000 times"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(": a compressed file holds more than 20000000 bytes"), std::string::npos)
      << text;
  EXPECT_EQ(exceeded(logs), "4243 windows 4243 inflated ");
}

TEST_F(SharedFolder, GivesOthersTheirTurnWhileOneIsRead) {
  FollowedLogs logs = follow();
  record("e", std::string(20'000'000, 'e'), kEve);
  record("z", "honest", kAlice);
  for (int items = 0; items < 8; ++items) {
    auto recorded = logs.next();
    ASSERT_TRUE(recorded.ok() && recorded->has_value());
    const auto& chunk = std::get<model::TtyChunk>(**recorded);
    if (chunk.output == "honest") return;
  }
  FAIL() << "the other recording's chunk was not among the first ones";
}

}  // namespace
}  // namespace auweave::intake
