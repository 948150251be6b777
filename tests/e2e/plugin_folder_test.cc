// One user does what she can in the folder of script's recordings, beside another's honest one: what
// is told of the other, that nothing of root's is read, that the plugin lives and can be ended.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "live_program.h"
#include "support/json.h"
#include "support/program.h"
#include "support/sanitizer.h"
#include "support/text_file.h"

namespace auweave::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::uint32_t kEve = 4243, kAlice = 4242;

std::int64_t seconds_now() { return std::time(nullptr); }

std::string header() {
  const std::time_t now = seconds_now();
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[96];
  std::strftime(text, sizeof text,
                "Script started on %Y-%m-%d %H:%M:%S+00:00 [TERM=\"x\" TTY=\"/dev/pts/1\"]\n",
                &parts);
  return text;
}

class PluginFolder : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root, to act as two accounts";
    fs::create_directories(script_);
    ASSERT_EQ(::chmod(folder_.path(".").c_str(), 0711), 0);
    ASSERT_EQ(::chmod(script_.c_str(), 01777), 0);
    support::write_file(config_,
                        "host: h\nboot_id: b27a07e823694d33b1e5af691b3ff37d\naccounts: none\n"
                        "inputs:\n  audit: stdin\n  audit_log: none\n  script: {data: \"" +
                            script_ + "/*.log\", timing: \"" + script_ + "/*.tm\"}\n" +
                            "  quotas: {recordings: 100, begun: 2000}\n" +
                            "sinks: [{file: {path: " + output_ + "}}]\nstatus: {file: " +
                            folder_.path("status.json") + "}\nhealth: none\nlog: stderr\n");
    ASSERT_EQ(::chmod(config_.c_str(), 0600), 0);
    plugin_.emplace(std::vector<std::string>{support::auweave(), "plugin", "--config", config_});
    for (int i = 0; i < 200 && !fs::exists(folder_.path("status.json")); ++i) pause(50);
  }
  static void pause(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }
  // Does something as an account, in a process of its own.
  static pid_t begin_as(std::uint32_t uid, const std::function<void()>& act) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    const bool became = ::setgid(uid) == 0 && ::setuid(uid) == 0;
    if (became) act();
    ::_exit(became ? 0 : 1);
  }
  static void end(pid_t child) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  static void as(std::uint32_t uid, const std::function<void()>& act) { end(begin_as(uid, act)); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(script_ + "/" + name, std::ios::app | std::ios::binary) << text;
  }
  void record(const std::string& name, const std::string& text) const {
    write(name + ".log", header() + text);
    write(name + ".tm", "O 0.1 " + std::to_string(text.size()) + "\nH 0 EXIT_CODE 0\n");
  }
  // alice logs in and runs script; then time goes on beyond what a recording waits for.
  void send_login(const std::string& file) {
    const std::int64_t now = seconds_now();
    send(now, "LOGIN",
         "pid=500 uid=0 old-auid=4294967295 auid=4242 tty=(none) old-ses=4294967295 "
         "ses=77 res=1");
    const std::string stamp = std::to_string(now) + ".500:" + std::to_string(++serial_);
    plugin_->write("type=SYSCALL msg=audit(" + stamp +
                   "): arch=c000003e syscall=59 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 "
                   "ppid=501 pid=502 auid=4242 uid=4242 gid=4242 euid=4242 suid=4242 fsuid=4242 "
                   "egid=4242 sgid=4242 fsgid=4242 tty=pts1 ses=77 comm=\"script\" "
                   "exe=\"/usr/bin/script\" key=\"exec\"\ntype=EXECVE msg=audit(" +
                   stamp + "): argc=3 a0=\"script\" a1=\"-O\" a2=\"" + file +
                   "\"\ntype=EOE msg=audit(" + stamp + "): \n");
  }
  void go_on(std::int64_t seconds) {
    send(seconds_now() + seconds, "USER_ACCT",
         "pid=9 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:accounting acct=\"x\" "
         "exe=\"/usr/sbin/cron\" hostname=? addr=? terminal=cron res=success'");
  }
  void send(std::int64_t second, const std::string& type, const std::string& fields) {
    plugin_->write("type=" + type + " msg=audit(" + std::to_string(second) +
                   ".400:" + std::to_string(++serial_) + "): " + fields + "\n");
  }
  [[nodiscard]] std::string told() const {
    return fs::exists(output_) ? support::read_file(output_) : "";
  }
  bool tells(const std::string& text) {
    for (int i = 0; i < 300; ++i) {
      if (told().find(text) != std::string::npos) return true;
      if (i % 20 == 10) go_on(15 + i / 20);
      pause(50);
    }
    return false;
  }
  [[nodiscard]] std::uint64_t resident_mib() const {
    std::ifstream file("/proc/" + std::to_string(plugin_->pid()) + "/statm");
    std::uint64_t all = 0, resident = 0;
    file >> all >> resident;
    return resident * 4096 >> 20U;
  }
  void expect_honest(const std::string& name) {
    send_login(script_ + "/" + name + ".log");
    as(kAlice, [&] { record(name, "HONEST " + name); });
    EXPECT_TRUE(tells("HONEST " + name));
    EXPECT_THAT(told(), testing::ContainsRegex("\"actor\":\"4242\".*HONEST " + name));
  }
  void expect_end() {
    plugin_->signal(SIGTERM);
    const auto began = std::chrono::steady_clock::now();
    const auto ran = plugin_->wait(10'000);
    ASSERT_TRUE(ran.has_value()) << "it goes on after SIGTERM";
    EXPECT_EQ(ran->status, 0) << ran->err;
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(8));
  }

  support::TemporaryFolder folder_;
  std::string script_ = folder_.path("script"), output_ = folder_.path("documents.jsonl");
  std::string config_ = folder_.path("auweave.yaml");
  std::optional<LiveProgram> plugin_;
  std::uint64_t serial_ = 100;
};

TEST_F(PluginFolder, LinksReadNothingOfRoots) {
  const std::string secret = folder_.path("secret");
  support::write_file(secret, "SECRET OF ROOT\nSECRET OF ROOT\n");
  ASSERT_EQ(::chmod(secret.c_str(), 0600), 0);
  as(kEve, [&] {
    write("e.log", header());
    write("e.tm", "H 0 SHELL x\n");
  });
  pause(1500);
  as(kEve, [&] {
    fs::remove(script_ + "/e.log");
    fs::create_symlink(secret, script_ + "/e.log");
    write("e.tm", "O 0.1 20\nH 0 EXIT_CODE 0\n");
    fs::create_symlink(secret, script_ + "/l.tm");
    fs::create_symlink("/proc/self/environ", script_ + "/l.log");
  });
  expect_honest("a");
  EXPECT_THAT(told(), Not(HasSubstr("SECRET")));
  expect_end();
  EXPECT_THAT(told(), Not(HasSubstr("SECRET")));
}

TEST_F(PluginFolder, PipesAndFilesThatChangePlacesStopNobody) {
  const pid_t swapping = begin_as(kEve, [&] {
    write("e.log", header());
    ::mkfifo((script_ + "/e.pipe").c_str(), 0666);
    ::mkfifo((script_ + "/p.tm").c_str(), 0666);
    ::mkfifo((script_ + "/p.log").c_str(), 0666);
    write("e.tm", "O 0.1 0\n");
    for (const auto until = seconds_now() + 5; seconds_now() < until;) {
      for (int i = 0; i < 500; ++i)
        ::renameat2(AT_FDCWD, (script_ + "/e.log").c_str(), AT_FDCWD, (script_ + "/e.pipe").c_str(),
                    RENAME_EXCHANGE);
    }
  });
  expect_honest("a");
  expect_end();
  end(swapping);
}

TEST_F(PluginFolder, ABombIsStoppedAndTold) {
  const std::string bomb = folder_.path("bomb");
  {
    std::ofstream lines(bomb);
    for (int i = 0; i < 1'000'000; ++i) lines << "S 0.000000 SIGWINCH ROWS=24 COLS=80\n";
  }
  ASSERT_EQ(support::run({"gzip", bomb}).status, 0);
  const std::string bytes = [&] {
    std::ifstream file(bomb + ".gz", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  const std::uint64_t before = resident_mib();
  as(kEve, [&] {
    write("e.log", header());
    for (int i = 0; i < 40; ++i) write("e.new", bytes);
    fs::rename(script_ + "/e.new", script_ + "/e.tm");
  });
  EXPECT_TRUE(tells(R"("what":"quota")"));
  expect_honest("a");
  EXPECT_THAT(told(), HasSubstr(R"("quota":"windows","file_owner":"4243","file_owner_uid":4243)"));
  EXPECT_LT(resident_mib(), before + 100);
  expect_end();
}

TEST_F(PluginFolder, FilesThatAreJustThereAndOfTheFutureBlindNobody) {
  const std::uint64_t before = resident_mib();
  as(kEve, [&] {
    for (int i = 0; i < 3000; ++i) {
      const std::string name = "e" + std::to_string(i);
      write(name + ".log", header());
      write(name + ".tm", i % 2 == 0 ? "H 0 SHELL x\n" : "H 0 EXIT_CODE 0\n");
      const timespec times[2] = {{4'070'908'800, 0}, {4'070'908'800, 0}};
      ::utimensat(AT_FDCWD, (script_ + "/" + name + ".tm").c_str(), times, 0);
    }
  });
  expect_honest("a");
  EXPECT_TRUE(tells(R"("quota":"recordings")"));
  EXPECT_TRUE(tells(R"("quota":"begun")"));
  EXPECT_LT(resident_mib(), before + 100);
  expect_end();
}

TEST_F(PluginFolder, AFileOfAnotherAccountIsNoRecordingOfTheSession) {
  send_login(script_ + "/a.log");
  as(kEve, [&] { record("a", "FORGED by eve"); });
  EXPECT_TRUE(tells("its file belongs to another account than the one that ran the recorder"));
  EXPECT_THAT(told(), Not(testing::ContainsRegex("\"session_id\"[^\n]*FORGED")));
  expect_end();
}

std::string chunk(const std::string& shown) {
  return R"({"ver":"2.3","host":"h","rec":"b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b","user":"a",)"
         R"("term":"xterm","session":77,"id":1,"pos":0,"time":)" +
         std::to_string(seconds_now()) + R"(.000,"timing":"=80x24>)" +
         std::to_string(shown.size()) + R"(","in_txt":"","in_bin":[],"out_txt":")" + shown +
         R"(","out_bin":[]})" + "\n";
}

// A file on a server that is away.
TEST(PluginHang, OneInputThatDoesNotAnswerStopsNoOtherAndNotTheEnd) {
  if (support::kThreadSanitizer || support::kAddressSanitizer)
    GTEST_SKIP() << "nothing can be preloaded into a sanitized program";
  const support::TemporaryFolder folder;
  const std::string output = folder.path("documents.jsonl"), config = folder.path("auweave.yaml");
  support::write_file(folder.path("away"), "{}\n");
  support::write_file(folder.path("here"), "");
  support::write_file(config,
                      "host: h\naccounts: none\ninputs:\n  audit: stdin\n"
                      "  audit_log: none\n  tlog: [{file: " +
                          folder.path("away") + ", from: start}, {file: " + folder.path("here") +
                          ", from: start}]\nsinks: [{file: {path: " + output +
                          "}}]\nstatus: {file: " + folder.path("status.json") +
                          "}\nhealth: none\nlog: stderr\n");
  LiveProgram plugin({"/usr/bin/env", "LD_PRELOAD=" AUWEAVE_UNANSWERED_READ,
                      "AUWEAVE_HANGS=" + fs::canonical(folder.path("away")).string(),
                      support::auweave(), "plugin", "--config", config});
  std::ofstream(folder.path("here"), std::ios::app) << chunk("SHOWN HERE");
  std::string told;
  for (int i = 0;
       i < 300 && (told.find("SHOWN HERE") == told.npos || told.find("input-stuck") == told.npos);
       ++i) {
    if (i % 20 == 0) {
      plugin.write("type=USER_ACCT msg=audit(" + std::to_string(seconds_now() + 15 + i / 20) +
                   ".400:" + std::to_string(100 + i) +
                   "): pid=9 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:accounting "
                   "acct=\"x\" exe=\"/usr/sbin/cron\" hostname=? addr=? terminal=cron "
                   "res=success'\n");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (fs::exists(output)) told = support::read_file(output);
  }
  EXPECT_THAT(told, HasSubstr("SHOWN HERE"));
  EXPECT_THAT(told, HasSubstr("\"what\":\"input-stuck\""));
  EXPECT_THAT(told, HasSubstr("\"input\":\"" + folder.path("away") + "\""));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  EXPECT_THAT(support::read_file(folder.path("status.json")), HasSubstr("stuck_since"));
  plugin.signal(SIGTERM);
  const auto ran = plugin.wait(10'000);
  ASSERT_TRUE(ran.has_value()) << "it goes on after SIGTERM";
  EXPECT_EQ(ran->status, 0);
  EXPECT_THAT(ran->err, HasSubstr("not waited for"));
}

}  // namespace
}  // namespace auweave::e2e
