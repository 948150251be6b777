// The plugin as auditd starts, feeds and ends it. What goes in is known, and so is what must be in
// the file when it has ended; no broker is needed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

#include "auditd_like.h"
#include "live_program.h"
#include "replay.h"
#include "support/journal_files.h"
#include "support/sanitizer.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::read_file;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int kSoonMs = 3000;

// Tries again every 50 ms, until it holds or kSoonMs have gone.
template <typename Condition>
bool soon(Condition condition) {
  for (int waited = 0; waited < kSoonMs; waited += 50) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

class Plugin : public testing::Test {
 protected:
  Plugin() { configure(replay_.config({file_sink(output_)})); }

  void configure(const std::string& config) { support::write_file(config_path(), config); }
  [[nodiscard]] std::string config_path() const { return replay_.folder.path("auweave.yaml"); }
  [[nodiscard]] std::vector<std::string> command() const {
    return {support::auweave(), "plugin", "--config", config_path()};
  }
  [[nodiscard]] std::vector<std::string> written() const {
    return sorted(lines_of(read_file(output_)));
  }

  [[nodiscard]] const std::string& log() const { return replay_.capture.plugin; }

  // Everything in, the end of the input, everything out.
  void expect_all(const Surroundings& around) const {
    LiveProgram plugin(command(), around);
    plugin.write(log());
    plugin.close_input();
    const auto ran = plugin.wait();
    ASSERT_TRUE(ran.has_value());
    EXPECT_EQ(ran->status, 0) << ran->err;
    EXPECT_EQ(ran->out + ran->err, "");
    EXPECT_EQ(written(), sorted(replay_.shaped()));
  }

  // SIGTERM while the input stays open: nothing that was sent before it is lost.
  void expect_all_on_sigterm(const Surroundings& around) const {
    const std::size_t half = log().find('\n', log().size() / 2) + 1;
    LiveProgram plugin(command(), around);
    plugin.write(log().substr(0, half));
    ASSERT_TRUE(wait_until_written(output_));  // it runs, and SIGTERM is its own by now
    plugin.write(log().substr(half));
    plugin.signal(SIGTERM);
    const auto ran = plugin.wait(kSoonMs);
    ASSERT_TRUE(ran.has_value()) << "it goes on after SIGTERM";
    EXPECT_EQ(ran->status, 0) << ran->err;
    EXPECT_EQ(written(), sorted(replay_.shaped()));
  }

  Replay replay_{"01-login-password"};
  std::string output_ = replay_.folder.path("documents.jsonl");
};

TEST_F(Plugin, EndsWithItsInput) { expect_all({}); }

TEST_F(Plugin, NeedsNoEnvironment) { expect_all({.empty_environment = true}); }

TEST_F(Plugin, NeedsNoOutput) { expect_all({.closed_output = true}); }

TEST_F(Plugin, RunsAtTheRoot) { expect_all({.folder = "/"}); }

TEST_F(Plugin, EndsOnSigterm) { expect_all_on_sigterm({}); }

// auditd leaves these blocked in a plugin that it starts again.
TEST_F(Plugin, EndsOnSigtermLeftBlocked) {
  expect_all_on_sigterm({.blocked_signals = {SIGHUP, SIGUSR1, SIGUSR2, SIGTERM, SIGCHLD, SIGCONT}});
}

// The half line that auditd left behind makes nobody wait for its other half.
TEST_F(Plugin, EndsOnSigtermInsideALine) {
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  plugin.write("type=USER_CMD msg=audit(1795243260.");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // until it has read it
  plugin.signal(SIGTERM);
  const auto ran = plugin.wait(kSoonMs);
  ASSERT_TRUE(ran.has_value()) << "it goes on after SIGTERM";
  EXPECT_EQ(ran->status, 0) << ran->err;
}

TEST_F(Plugin, TellsItsStartAndItsEnd) {
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  plugin.signal(SIGTERM);
  ASSERT_TRUE(plugin.wait(kSoonMs).has_value());
  std::vector<std::string> own = lines_of(read_file(output_));
  EXPECT_TRUE(is_of_own_life(own.front()));
  std::erase_if(own, [](const std::string& each) { return !is_of_own_life(each); });
  ASSERT_EQ(own.size(), 2U);
  EXPECT_THAT(own[0], HasSubstr("\"what\":\"started\",\"detail\":\"auweave "));
  EXPECT_THAT(own[0], HasSubstr(" started with mapping "));
  EXPECT_THAT(own[0], HasSubstr("; configuration and mapping have the hash "));
  EXPECT_THAT(own[1],
              HasSubstr("\"what\":\"stopped\",\"detail\":\"pid " + std::to_string(::getpid()) +
                        " of uid " + std::to_string(::geteuid()) + " asked the plugin to end\""));
}

TEST_F(Plugin, ReadsOnAfterSighup) {
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  plugin.signal(SIGHUP);
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  auto documents = written();
  std::erase_if(documents, [](const std::string& each) {
    return each.find("\"what\":\"reloaded\"") != std::string::npos;
  });
  EXPECT_EQ(documents, sorted(replay_.shaped()));
}

// A recording that begins while the plugin runs, read when half a line of it is there.
TEST_F(Plugin, FollowsARecording) {
  const auto expected = sorted(replay_.shaped());
  const std::string recording = replay_.capture.tlog;
  support::write_file(replay_.tlog_path, "");
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  std::ofstream growing(replay_.tlog_path, std::ios::app);
  growing << recording.substr(0, recording.size() / 2) << std::flush;
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(read_file(output_).find("\"kind\":\"tty\""), std::string::npos);  // half a line is none
  growing << recording.substr(recording.size() / 2) << std::flush;
  EXPECT_TRUE(
      soon([&] { return read_file(output_).find("\"kind\":\"tty\"") != std::string::npos; }));
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  EXPECT_EQ(written(), expected);
}

// Logs that sudo begins while the plugin runs; one that was there before is left alone.
TEST_F(Plugin, FollowsSudosLogs) {
  namespace fs = std::filesystem;
  Replay replay("04-sudo");
  replay.sudo_io = replay.folder.path("sudo-io");
  const std::string old = replay.sudo_io + "/00/00/00";
  const std::string fixture = support::fixture("captures/04-sudo/sudo-io/00/00");
  fs::create_directories(old);
  fs::copy(fixture + "/01", old, fs::copy_options::recursive);
  fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(1));
  configure(replay.config({file_sink(output_)}));
  LiveProgram plugin(command());
  const std::string status = replay.folder.path("status.json");
  ASSERT_TRUE(soon([&] { return fs::exists(status); }));
  fs::copy(fixture, replay.sudo_io + "/00/00", fs::copy_options::recursive);
  EXPECT_TRUE(soon([&] {
    return read_file(status).find("\"lines\":13,\"truncations\":0,\"logs\":7,\"growing\":0") !=
           std::string::npos;
  })) << read_file(status);
  plugin.write(replay.capture.plugin);
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  fs::remove_all(old);
  EXPECT_EQ(written(), sorted(replay.shaped()));
}

// A recording that script begins while the plugin runs. No record vouches for it, so it is suspect.
TEST_F(Plugin, FollowsRecordingsOfScript) {
  namespace fs = std::filesystem;
  const std::string folder = replay_.folder.path("script");
  fs::create_directories(folder);
  const std::string script =
      "\n  script: {data: " + folder + "/*.log, timing: " + folder + "/*.tm}";
  std::string config = replay_.config({file_sink(output_)});
  configure(config.insert(config.find("inputs:") + 7, script));
  LiveProgram plugin(command());
  ASSERT_TRUE(soon([&] { return fs::exists(replay_.folder.path("status.json")); }));
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> now{};
  std::strftime(now.data(), now.size(), "%Y-%m-%d %H:%M:%S+00:00", &parts);
  support::write_file(folder + "/a.log", std::string("Script started on ") + now.data() +
                                             " [TERM=\"x\" TTY=\"/dev/pts/7\"]\nhello");
  support::write_file(folder + "/a.tm", "O 0.1 5\nH 0.000000 EXIT_CODE 0\n");
  EXPECT_TRUE(soon([&] {
    return read_file(replay_.folder.path("status.json")).find("\"logs\":1,\"growing\":0") !=
           std::string::npos;
  }));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  EXPECT_THAT(read_file(output_), HasSubstr(R"("rec":"a.log","verified":false,"source":"script")"));
  EXPECT_THAT(read_file(output_), HasSubstr(R"("tty_output":"hello")"));
}

// With nothing more to come, nobody should have to wait for a logout until somebody else logs in.
TEST_F(Plugin, TellsALogoutOnAQuietHost) {
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  const auto logout_told = [&] {
    const auto lines = lines_of(read_file(output_));
    return std::any_of(lines.begin(), lines.end(), [](const std::string& json) {
      return json.starts_with(R"({"kind":"session")") &&
             json.find(R"("state":"closed")") != std::string::npos;
    });
  };
  EXPECT_TRUE(soon(logout_told));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  EXPECT_EQ(written(), sorted(replay_.shaped()));
}

// Not every event has a mark at its end: a lone ANOM_ABEND at night must not wait for the next login.
TEST_F(Plugin, TellsALoneRecordOnAQuietHost) {
  LiveProgram plugin(command());
  plugin.write(
      "type=ANOM_ABEND msg=audit(1795243260.000:7): auid=1001 uid=1001 gid=1001 ses=5 pid=9 "
      "comm=\"x\" exe=\"/x\" sig=11 res=1\n");
  EXPECT_TRUE(wait_until_written(output_));
  EXPECT_THAT(read_file(output_), HasSubstr("\"types\":[\"ANOM_ABEND\"]"));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
}

TEST_F(Plugin, ChecksAConfigurationAndTouchesNothing) {
  const std::vector<std::string> check = {support::auweave(), "check", "--config", config_path()};
  EXPECT_EQ(support::run(check).status, 0);
  EXPECT_EQ(support::run(check).err, "");
  EXPECT_FALSE(std::filesystem::exists(output_));
  configure("sinks: [{file: {pth: /x}}]\n");
  EXPECT_EQ(support::run(check).status, 1);
  EXPECT_THAT(support::run(check).err, HasSubstr(config_path() + ":1:17: unknown key 'pth'"));
}

// A recording is read while records come and come, not only when they pause.
TEST_F(Plugin, ReadsARecordingOnABusyHost) {
  const std::string recording = replay_.capture.tlog;
  support::write_file(replay_.tlog_path, "");
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  support::write_file(replay_.tlog_path, recording);
  const std::string record =
      "type=USER_ACCT msg=audit(1795243260.000:900000): pid=1 uid=0 auid=4294967295 "
      "ses=4294967295 msg='op=x exe=\"/x\" res=success'\n";
  EXPECT_TRUE(soon([&] {
    plugin.write(record);
    return read_file(output_).find("\"kind\":\"tty\"") != std::string::npos;
  }));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
}

TEST_F(Plugin, FollowsARecordingThroughRotation) {
  const auto expected = sorted(replay_.shaped());
  const std::string recording = replay_.capture.tlog;
  support::write_file(replay_.tlog_path, "{\"ver\": not of tlog\n");
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  ASSERT_TRUE(soon([&] { return read_file(output_).find("deadletter") != std::string::npos; }));
  std::filesystem::rename(replay_.tlog_path, replay_.tlog_path + ".1");
  support::write_file(replay_.tlog_path, recording);
  EXPECT_TRUE(
      soon([&] { return read_file(output_).find("\"kind\":\"tty\"") != std::string::npos; }));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  auto documents = written();
  EXPECT_EQ(std::erase_if(documents,
                          [](const std::string& one) {
                            return one.find("\"deadletter\"") != std::string::npos;
                          }),
            1U);
  EXPECT_EQ(documents, expected);
}

// What lies there when it starts is known before the first record, as `shape` knows it.
TEST_F(Plugin, ReadsSshdsLog) {
  replay_.sshd_path = replay_.folder.path("auth.log");
  support::write_file(replay_.sshd_path, replay_.capture.sshd.at(0));
  configure(replay_.config({file_sink(output_)}));
  expect_all({});
  EXPECT_THAT(read_file(output_), HasSubstr("\"src_port\":56664,"));
}

// One that comes while records do is on the documents from then on, and on the last one.
TEST_F(Plugin, FollowsSshdsLog) {
  replay_.sshd_path = replay_.folder.path("auth.log");
  support::write_file(replay_.sshd_path, "");
  configure(replay_.config({file_sink(output_)}));
  LiveProgram plugin(command());
  plugin.write(log().substr(0, log().find("type=USER_END")));
  ASSERT_TRUE(wait_until_written(output_));
  EXPECT_THAT(read_file(output_), testing::Not(HasSubstr("src_port")));
  std::ofstream growing(replay_.sshd_path, std::ios::app);
  growing << replay_.capture.sshd.at(0) << "Nov 21 06:40:50 vm sshd[7]: Accepted x\n" << std::flush;
  ASSERT_TRUE(soon([&] { return read_file(output_).find("deadletter") != std::string::npos; }));
  EXPECT_THAT(read_file(output_), HasSubstr("\"source\":\"sshd\""));
  plugin.write(log().substr(log().find("type=USER_END")));
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  for (const std::string& json : lines_of(read_file(output_))) {
    const bool session = json.starts_with("{\"kind\":\"session\"");
    if (!session || json.find("\"state\":\"closed\"") == std::string::npos) continue;
    EXPECT_THAT(json, HasSubstr("\"src_port\":56664,"));
    EXPECT_THAT(json, HasSubstr("\"server_ip\":\"10.99.0.1\",\"server_port\":2222,"));
  }
}

TEST_F(Plugin, ReadsTheJournal) {
  if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
  replay_.journal = replay_.folder.path("journal");
  std::filesystem::create_directory(replay_.journal);
  auto entries = support::recordings_of(replay_.capture);
  for (const auto& entry : support::sshd_log_of(replay_.capture)) entries.push_back(entry);
  support::write_journal(replay_.journal + "/system.journal", support::exported(entries));
  configure(replay_.config({file_sink(output_)}));
  expect_all({});
  EXPECT_THAT(read_file(output_), HasSubstr("\"src_port\":56664,"));
  EXPECT_THAT(read_file(output_), HasSubstr("{\"kind\":\"tty\""));
}

// It is not there at first; what comes joins, and what is forged is said.
TEST_F(Plugin, FollowsTheJournal) {
  if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
  replay_.journal = replay_.folder.path("journal");
  configure(replay_.config({file_sink(output_)}));
  LiveProgram plugin(command());
  plugin.write(log().substr(0, log().find("type=USER_END")));
  ASSERT_TRUE(wait_until_written(output_));
  auto entries = support::recordings_of(replay_.capture);
  const std::size_t chunks = entries.size();
  entries.push_back(entries.front());
  entries.back().fields.at(1) = {"_PID", "1"};
  std::filesystem::create_directory(replay_.journal);
  support::write_journal(replay_.journal + "/system.journal", support::exported(entries));
  const auto ttys = [&] {
    const auto lines = lines_of(read_file(output_));
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const auto& json) {
      return json.starts_with("{\"kind\":\"tty\"") &&
             json.find("\"session_id\"") != std::string::npos;
    }));
  };
  EXPECT_TRUE(soon([&] { return ttys() == chunks; }));
  plugin.write(log().substr(log().find("type=USER_END")));
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  EXPECT_THAT(ran->err, HasSubstr(replay_.journal + ": does not exist yet, waiting for it"));
  EXPECT_THAT(ran->err, HasSubstr(replay_.journal + ": is read now"));
  EXPECT_EQ(ttys(), chunks);
  EXPECT_THAT(read_file(output_), HasSubstr("journald says that another process wrote it (pid 1"));
}

TEST_F(Plugin, WritesOnAfterItsFileWasRenamed) {
  LiveProgram plugin(command());
  const std::size_t half = log().find('\n', log().size() / 2) + 1;
  plugin.write(log().substr(0, half));
  ASSERT_TRUE(wait_until_written(output_));
  std::filesystem::rename(output_, output_ + ".1");
  plugin.write(log().substr(half));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  auto both = lines_of(read_file(output_ + ".1") + read_file(output_));
  EXPECT_FALSE(read_file(output_).empty());
  EXPECT_EQ(sorted(both), sorted(replay_.shaped()));
}

// The next document is written by the new mapping.
TEST_F(Plugin, TakesANewMappingOnSighup) {
  const std::string mapping = replay_.folder.path("mine.yaml");
  const std::string preset = support::source_folder() + "/mappings/flat.yaml";
  std::filesystem::copy_file(preset, mapping);
  std::string config = replay_.config({file_sink(output_)});
  config.replace(config.find(preset), preset.size(), mapping);
  configure(config);
  LiveProgram plugin(command());
  const std::size_t half = log().find('\n', log().size() / 2) + 1;
  plugin.write(log().substr(0, half));
  ASSERT_TRUE(wait_until_written(output_));
  support::write_file(mapping, "version: 1\ndocuments: {event: {fields: {nonsense: nonsense}}}\n");
  plugin.signal(SIGHUP);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  const auto before = written();
  support::write_file(mapping,
                      "version: 1\ndocuments: {event: {fields: {when: time, verb: action}}}\n");
  plugin.signal(SIGHUP);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  plugin.write(log().substr(half));
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0);
  EXPECT_THAT(
      ran->err,
      HasSubstr("auweave: SIGHUP: the old configuration stays:\nauweave: " + mapping + ":2:40: "));
  EXPECT_THAT(ran->err,
              HasSubstr("auweave: SIGHUP: mapping " + mapping + ", accounts none are in force"));
  EXPECT_THAT(before, testing::Each(HasSubstr("\"event_id\"")));
  EXPECT_THAT(read_file(output_), HasSubstr("\"verb\":\"executed\""));
  // The new mapping has no pipeline documents.
  EXPECT_THAT(read_file(output_),
              HasSubstr("\"what\":\"reloaded\",\"detail\":\"pid " + std::to_string(::getpid()) +
                        " of uid " + std::to_string(::geteuid()) + " sent SIGHUP: mapping " +
                        mapping + " is in force; configuration and mapping have the hash "));
}

// auditd starts it again: the next one gets a socket of its own, and goes on with what comes then.
TEST_F(Plugin, GoesOnAfterItWasKilled) {
  const std::size_t half = log().find('\n', log().find("type=EOE", log().size() / 2)) + 1;
  const std::string audit_log = replay_.folder.path("audit.log");
  AuditdLike auditd(command(), audit_log);
  auditd.feed(log().substr(0, half), 0);
  ASSERT_TRUE(wait_until_written(output_));
  auditd.kill_plugin();
  std::filesystem::remove(output_);
  auditd.start();
  auditd.feed(log().substr(half), 0);
  ASSERT_TRUE(wait_until_written(output_));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  EXPECT_THAT(read_file(output_), HasSubstr("\"kind\":\"event\""));
  EXPECT_EQ(read_file(audit_log), log());  // it has what a plugin misses
}

TEST_F(Plugin, TellsWhatItDoes) {
  const auto status = [&] {
    return support::run({support::auweave(), "status", "--config", config_path()});
  };
  EXPECT_EQ(status().status, 3);
  EXPECT_THAT(status().err, HasSubstr("has the plugin ever run?"));
  LiveProgram plugin(command());
  plugin.write(log());
  const std::string count = "\"event\":" + std::to_string(60);
  EXPECT_TRUE(soon([&] { return status().out.find(count) != std::string::npos; }));
  EXPECT_EQ(status().status, 0);
  EXPECT_THAT(status().out, HasSubstr("\"state\":\"running\""));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  EXPECT_EQ(status().status, 3);
  EXPECT_THAT(status().out, HasSubstr("\"state\":\"ended\""));
  EXPECT_THAT(status().out, HasSubstr("\"waiting\":0,"));
}

// The message about the recording must not land in a document file that got descriptor 2.
TEST_F(Plugin, SaysHowItIs) {
  const std::string metrics = replay_.folder.path("auweave.prom");
  configure(replay_.config({file_sink(output_)}) + "health: 200ms\nmetrics: {file: " + metrics +
            "}\n");
  LiveProgram plugin(command());
  plugin.write(log());
  const std::string health = "\"host\":\"bastion01\",\"what\":\"health\",\"uptime_s\":";
  ASSERT_TRUE(wait_until_written(output_));
  EXPECT_TRUE(soon([&] { return read_file(output_).find(health) != std::string::npos; }));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  const std::string told = read_file(metrics);
  EXPECT_THAT(told, HasSubstr("auweave_audit_lines_total " +
                              std::to_string(lines_of(log()).size()) + "\n"));
  EXPECT_THAT(told,
              HasSubstr("auweave_delivered_total{sink=\"file " + output_ + "\",kind=\"event\"} "));
}

// A mapping that tells no program any more: a SIEM that only heard less would not know.
TEST_F(Plugin, HealthSaysWhatAMappingLeavesOut) {
  const std::string preset = support::source_folder() + "/mappings/flat.yaml";
  const std::string mapping = replay_.folder.path("silent.yaml");
  support::write_file(mapping, "version: 1\nextends: " + preset +
                                   "\ndocuments: {event: {drop: {action: executed}}}\n");
  std::string config = replay_.config({file_sink(output_)}) + "health: 200ms\n";
  config.replace(config.find(preset), preset.size(), mapping);
  configure(config);
  LiveProgram plugin(command());
  plugin.write(log());
  std::int64_t executed = 0;
  for (const std::string& json : replay_.shaped())
    executed += json.find("\"action\":\"executed\"") == std::string::npos ? 0 : 1;
  ASSERT_GT(executed, 0);
  const std::string count = std::to_string(executed);
  const std::string told = "\"left_out\":" + count +
                           ",\"detail\":\"the plugin is at work; the mapping left out " + count +
                           " event\"}";
  EXPECT_TRUE(soon([&] {
    return std::filesystem::exists(output_) && read_file(output_).find(told) != std::string::npos;
  })) << read_file(output_);
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
}

// What somebody cuts is told; what auditd rotates is not.
TEST_F(Plugin, TellsThatTheAuditLogWasCut) {
  const std::string audit_log = replay_.folder.path("audit.log");
  support::write_file(audit_log, log());
  configure(replay_.config({file_sink(output_)}, audit_log));
  LiveProgram plugin(command());
  plugin.write(log());
  ASSERT_TRUE(wait_until_written(output_));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  std::filesystem::rename(audit_log, audit_log + ".1");
  support::write_file(audit_log, log());
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  std::filesystem::resize_file(audit_log, 1000);
  const std::string told = "\"what\":\"log-shrank\",\"detail\":\"" + audit_log + " was cut from " +
                           std::to_string(log().size()) + " to 1000 bytes\"}";
  EXPECT_TRUE(soon([&] { return read_file(output_).find(told) != std::string::npos; }));
  plugin.close_input();
  ASSERT_TRUE(plugin.wait().has_value());
  const std::string all = read_file(output_);
  EXPECT_EQ(all.find("log-shrank"), all.rfind("log-shrank"));
}

TEST_F(Plugin, KeepsMessagesOutOfDocuments) {
  const std::string second = replay_.folder.path("second.jsonl");
  replay_.tlog_path = replay_.folder.path("nowhere.jsonl");
  configure(replay_.config({file_sink(output_), file_sink(second)}));
  LiveProgram plugin(command(), {.closed_output = true});
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0);
  EXPECT_EQ(written(), std::vector<std::string>());
  EXPECT_EQ(sorted(lines_of(read_file(second))), std::vector<std::string>());
}

TEST_F(Plugin, SaysWhatABrokerDidNotGet) {
  if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  configure(replay_.config(
      {R"(- kafka: {properties: {bootstrap.servers: "127.0.0.1:1"}})", file_sink(output_)}));
  const auto ran = support::run(command(), log());
  const auto expected = sorted(replay_.shaped());
  EXPECT_EQ(ran.status, 0);
  const std::string why =
      "nobody listens there [127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection "
      "refused]";
  EXPECT_EQ(ran.err,
            "auweave: kafka 127.0.0.1:1: " + why +
                "\nauweave: kafka 127.0.0.1:1: not delivered at the end: 9 command, 60 event, 2 "
                "pipeline, 3 session, 1 tty (" +
                why + ")\n");
  EXPECT_EQ(written(), expected);
}

TEST_F(Plugin, SaysThatTheDiskIsFull) {
  configure(replay_.config({file_sink("/dev/full"), file_sink(output_)}));
  const auto ran = support::run(command(), log());
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err,
            "auweave: /dev/full: No space left on device; documents wait\n"
            "auweave: file /dev/full: not delivered at the end: 9 command, 60 event, 2 pipeline, "
            "3 session, 1 tty (/dev/full: No space left on device)\n");
  EXPECT_EQ(written(), sorted(replay_.shaped()));
}

TEST_F(Plugin, TellsEveryMistakeOfItsConfiguration) {
  configure(
      "host: bastion01\n"
      "boot_id: none\n"
      "terminal_input: maybe\n"
      "inputs:\n"
      "  audit: socket\n"
      "  tlogs: []\n"
      "sinks:\n"
      "  - kafka:\n"
      "      topics: {events: audit.events}\n"
      "      properties: {enable.idempotence: false}\n"
      "  - file: {}\n");
  const auto ran = support::run(command(), log());
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "");
  const std::vector<std::string> places = {"2:10", "3:17", "5:10",  "6:3",
                                           "9:7",  "9:16", "10:20", "11:11"};
  const auto lines = lines_of(ran.err);
  std::vector<testing::Matcher<std::string>> expected;
  for (const std::string& place : places) {
    expected.emplace_back(StartsWith("auweave: " + config_path() + ":" + place + ": "));
  }
  EXPECT_THAT(lines, testing::ElementsAreArray(expected));
}

TEST_F(Plugin, NamesAPropertyThatKafkaDoesNotKnow) {
  configure(
      replay_.config({"- kafka: {properties: {bootstrap.servers: \"127.0.0.1:1\", acsk: all}}"}));
  const auto ran = support::run(command(), log());
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("acsk"));
}

TEST_F(Plugin, NamesAConfigurationThatIsMissing) {
  const auto ran =
      support::run({support::auweave(), "plugin", "--config", "/nowhere/auweave.yaml"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("/nowhere/auweave.yaml"));
}

}  // namespace
}  // namespace auweave::e2e
