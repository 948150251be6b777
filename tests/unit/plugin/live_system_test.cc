// Who is on the machine, from a /proc and a utmp of the test's own.
#include "plugin/live_system.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <utmp.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "support/text_file.h"

namespace auweave::plugin {
namespace {

constexpr std::int64_t kBoot = 1'000'000'000;  // ms
constexpr int kSshPts1 = 136 << 8 | 1;         // tty_nr of pts/1

struct Task {
  int pid, parent;
  const char* exe;
  std::int64_t start_ticks = 1000;
  int tty = 0;
};

struct Login {
  int pid;
  const char* line;
  const char* address;
  std::int64_t after_boot_s = 10;
  int type = USER_PROCESS;
  const char* host = "";
};

class Machine {
 public:
  void add(std::uint32_t ses, const Task& task, std::uint32_t auid = 1001) {
    const std::string folder = files().proc + "/" + std::to_string(task.pid);
    std::filesystem::create_directories(folder);
    support::write_file(folder + "/sessionid", std::to_string(ses));
    support::write_file(folder + "/loginuid", std::to_string(auid));
    std::string stat = std::to_string(task.pid) + " (a ) 9 (b) S " + std::to_string(task.parent) +
                       " 1 1 " + std::to_string(task.tty) + " -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 ";
    support::write_file(folder + "/stat", stat + std::to_string(task.start_ticks) + " 0 0\n");
    std::filesystem::create_symlink(task.exe, folder + "/exe");
  }
  void add(const Login& login) {
    utmp entry{};
    entry.ut_type = static_cast<short>(login.type);
    entry.ut_pid = login.pid;
    std::strncpy(entry.ut_line, login.line, sizeof(entry.ut_line));
    std::strncpy(entry.ut_host, login.host, sizeof(entry.ut_host));
    if (std::string_view(login.address).find(':') != std::string_view::npos) {
      inet_pton(AF_INET6, login.address, entry.ut_addr_v6);
    } else {
      inet_pton(AF_INET, login.address, entry.ut_addr_v6);
    }
    entry.ut_tv.tv_sec = static_cast<std::int32_t>(kBoot / 1000 + login.after_boot_s);
    std::ofstream file(files().utmp, std::ios::binary | std::ios::app);
    file.write(reinterpret_cast<const char*>(&entry), sizeof(entry));
  }
  [[nodiscard]] SystemFiles files() const { return {folder_.path("proc"), folder_.path("utmp")}; }
  std::vector<session::Known> sessions() {
    return live_sessions(files(), base::WallTime::from_ms(kBoot), nobody_);
  }

 private:
  support::TemporaryFolder folder_;
  audit::NoAccounts nobody_;
};

constexpr const char* kSshd = "/usr/sbin/sshd";
constexpr const char* kTlog = "/usr/bin/tlog-rec-session";

// sshd's two processes, the recorder that is alice's shell, and hers in it.
void add_login(Machine& machine, std::uint32_t ses = 3, int first = 100) {
  machine.add(model::kUnset, {first - 1, 1, kSshd, 5});
  machine.add(ses, {first, first - 1, kSshd, 1000});
  machine.add(ses, {first + 1, first, kSshd, 1001});
  machine.add(ses, {first + 2, first + 1, kTlog, 1002, kSshPts1});
  machine.add(ses, {first + 3, first + 2, "/usr/bin/bash", 1003, kSshPts1 + 1});
}

TEST(LiveSystem, KnowsWhoIsThere) {
  Machine machine;
  add_login(machine);
  machine.add(Login{101, "pts/1", "10.99.0.2"});
  const auto sessions = machine.sessions();
  ASSERT_EQ(sessions.size(), 1U);
  const session::Known& known = sessions[0];
  EXPECT_EQ(known.ses.value, 3U);
  EXPECT_EQ(known.auid, model::Uid{1001});
  EXPECT_EQ(known.actor, "1001");  // it has no name
  EXPECT_EQ(known.service, "sshd");
  EXPECT_EQ(known.login_pid, model::Pid{100});
  EXPECT_EQ(known.tty, "pts/1");
  EXPECT_EQ(known.src_ip, "10.99.0.2");
  ASSERT_EQ(known.recorders.size(), 1U);
  EXPECT_EQ(known.recorders[0].pid, model::Pid{102});
  EXPECT_EQ(known.recorders[0].start_ticks, 1002U);
  EXPECT_EQ(known.recorders[0].started.ms(), kBoot + 10'020);
  EXPECT_EQ(known.recorders[0].around, std::nullopt);
  ASSERT_EQ(known.processes.size(), 3U);
  EXPECT_EQ(known.processes[0].around, std::nullopt);
  EXPECT_EQ(known.processes[2].around, model::Pid{102});
}

TEST(LiveSystem, WithoutUtmpKnowsNoSource) {
  Machine machine;
  add_login(machine);
  const auto sessions = machine.sessions();
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].src_ip, "");
  EXPECT_EQ(sessions[0].tty, "pts/1");  // not the one inside of the recorder
}

TEST(LiveSystem, TellsSessionsApart) {
  Machine machine;
  add_login(machine, 3, 100);
  add_login(machine, 4, 200);
  machine.add(5, {300, 1, "/usr/sbin/cron", 1000}, 0);
  machine.add(Login{201, "pts/1", "fd99::2"});
  const auto sessions = machine.sessions();
  ASSERT_EQ(sessions.size(), 3U);
  EXPECT_EQ(sessions[0].src_ip, "");
  EXPECT_EQ(sessions[1].src_ip, "fd99::2");
  EXPECT_EQ(sessions[2].src_ip, "");
  EXPECT_EQ(sessions[2].service, "cron");
  EXPECT_EQ(sessions[2].actor, "0");
}

struct SourceCase {
  const char* what;
  Login login;
  const char* source;
};

class Source : public testing::TestWithParam<SourceCase> {};

TEST_P(Source, IsTheLoginsOwnOrNone) {
  Machine machine;
  add_login(machine);
  machine.add(GetParam().login);
  EXPECT_EQ(machine.sessions().at(0).src_ip, GetParam().source);
}

INSTANTIATE_TEST_SUITE_P(
    Entries, Source,
    testing::Values(
        SourceCase{"by pid", {100, "pts/77", "10.99.0.2"}, "10.99.0.2"},
        SourceCase{"by terminal", {9999, "pts/1", "10.99.0.2"}, "10.99.0.2"},
        SourceCase{"mapped", {100, "pts/1", "::ffff:10.99.0.2"}, "10.99.0.2"},
        SourceCase{
            "in the host's name", {100, "pts/1", "", 10, USER_PROCESS, "10.99.0.3"}, "10.99.0.3"},
        SourceCase{"a name is no address", {100, "pts/1", "", 10, USER_PROCESS, "client01"}, ""},
        SourceCase{"another terminal's", {9999, "pts/9", "10.99.0.2"}, ""},
        SourceCase{"older than the process of that pid", {100, "pts/1", "10.99.0.2", 5}, ""},
        SourceCase{"older than what is at that terminal", {9999, "pts/1", "10.99.0.2", 5}, ""},
        SourceCase{"gone", {100, "pts/1", "10.99.0.2", 10, DEAD_PROCESS}, ""}));

TEST(LiveSystem, WhatOutlivedItsLoginHasNoService) {
  Machine machine;
  machine.add(3, {103, 1, "/usr/bin/bash"});
  machine.add(3, {104, 103, kSshd});  // somebody's own, inside
  const auto sessions = machine.sessions();
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].service, "");
  EXPECT_EQ(sessions[0].login_pid, std::nullopt);
}

TEST(LiveSystem, KnowsARecorderInAnother) {
  Machine machine;
  add_login(machine);
  machine.add(3, {110, 103, "/usr/bin/sudo", 1010});
  machine.add(3, {111, 110, "/usr/bin/tlog-rec-session (deleted)", 1011});  // it was upgraded
  machine.add(3, {112, 111, "/usr/bin/bash", 1012});
  const auto known = machine.sessions().at(0);
  ASSERT_EQ(known.recorders.size(), 2U);
  EXPECT_EQ(known.recorders[1].pid, model::Pid{111});
  EXPECT_EQ(known.recorders[1].around, model::Pid{102});
  EXPECT_EQ(known.processes.back().around, model::Pid{111});
}

TEST(LiveSystem, BearsWhatIsBroken) {
  Machine machine;
  EXPECT_TRUE(machine.sessions().empty());  // no /proc at all
  add_login(machine);
  std::filesystem::create_directories(machine.files().proc + "/500");  // it ended meanwhile
  machine.add(6, {600, 1, "/x"});
  support::write_file(machine.files().proc + "/600/stat", "600 (x");
  support::write_file(machine.files().utmp, "half an entry");
  EXPECT_EQ(machine.sessions().size(), 1U);
}

}  // namespace
}  // namespace auweave::plugin
