// A plugin with a spool is killed again and again, and goes on: every document is in its file, once, the
// same as of one that was never killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "auditd_like.h"
#include "documents.h"
#include "killed.h"
#include "live_program.h"
#include "repeated.h"
#include "replay.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::read_file;
using testing::HasSubstr;

constexpr std::uint64_t kPerSecond = 20'000;

class PluginSpool : public testing::TestWithParam<std::string> {
 protected:
  PluginSpool() {
    replay_.capture.plugin += beats(replay_.capture.plugin);
    const std::string config =
        replay_.config({file_sink(output_)}) + "spool: {folder: " + folder_ + "}\n";
    support::write_file(config_, config);
  }
  [[nodiscard]] std::vector<std::string> command() const {
    return {support::auweave(), "plugin", "--config", config_};
  }
  // Event documents that have been written, each once.
  [[nodiscard]] std::size_t events() const {
    std::set<std::string> ids;
    for (const std::string& json : lines_of(read_file(output_))) {
      if (json.starts_with("{\"kind\":\"event\"")) ids.insert(json.substr(0, 80));
    }
    return ids.size();
  }
  bool wait_for_events(std::size_t count) const {
    for (int i = 0; i < 500; ++i) {
      if (std::filesystem::exists(output_) && events() >= count) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  // All that one gives that was never killed, each once.
  void expect_shaped() const {
    const Compared compared = compare(lines_of(read_file(output_)), replay_.shaped());
    EXPECT_THAT(compared.unwanted, testing::IsEmpty());
    EXPECT_THAT(compared.missing, testing::IsEmpty());
    EXPECT_EQ(compared.repeated, 0U);
  }

  Replay replay_{GetParam()};
  std::string output_ = replay_.folder.path("out.jsonl");
  std::string config_ = replay_.folder.path("auweave.yaml");
  std::string folder_ = replay_.folder.path("state");
};

TEST_P(PluginSpool, GoesOnWhereItWasKilled) {
  const std::string& log = replay_.capture.plugin;
  std::mt19937 random(23);
  std::size_t from = 0;
  const auto cuts = cuts_of(log, 6, random);
  for (const std::size_t cut : cuts) {
    LiveProgram plugin(command());
    plugin.write(log.substr(from, cut - from));
    from = cut;
    ASSERT_TRUE(wait_for_events(events_in(log.substr(0, cut))))
        << events() << " of " << events_in(log.substr(0, cut)) << " events";
    if (cut != log.size()) {
      plugin.signal(SIGKILL);
      ASSERT_TRUE(plugin.wait().has_value());
      continue;
    }
    plugin.close_input();
    const auto ran = plugin.wait();
    ASSERT_TRUE(ran.has_value());
    EXPECT_EQ(ran->status, 0) << ran->err;
    EXPECT_EQ(ran->err, "");
  }
  expect_shaped();
}

// auditd goes on writing its log whoever is there to take records: what was handed over, or was not, when
// the plugin died is found there.
TEST_P(PluginSpool, MissesNothingWhenItIsKilledAtAnyMoment) {
  const std::string audit_log = replay_.folder.path("audit.log");
  support::write_file(config_, replay_.config({file_sink(output_)}, audit_log) +
                                   "spool: {folder: " + folder_ + "}\n");
  const std::string& log = replay_.capture.plugin;
  AuditdLike auditd(command(), audit_log);
  const std::size_t begun = log.find('\n', log.find("type=EOE", log.size() / 20)) + 1;
  auditd.feed(log.substr(0, begun), 0);
  ASSERT_TRUE(wait_for_events(1));
  std::mt19937 random(29);
  std::size_t from = begun;
  for (int kill = 0; kill < 20 && from < log.size(); ++kill) {
    const std::size_t until = log.find('\n', from + random() % (2 * log.size() / 20));
    if (until == std::string::npos) break;
    auditd.feed(log.substr(from, until + 1 - from), kPerSecond);
    from = until + 1;
    auditd.kill_plugin();
    auditd.start();
  }
  auditd.feed(log.substr(from), kPerSecond);
  ASSERT_TRUE(wait_for_events(events_in(log))) << events() << " of " << events_in(log);
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->err, "");
  expect_shaped();
}

// What its first life had read was nowhere but in its memory. The records are of now, because a plugin
// fetches from its start on.
TEST_P(PluginSpool, MissesNoEventWhenItsFirstLifeIsShort) {
  const std::string audit_log = replay_.folder.path("audit.log");
  support::write_file(replay_.tlog_path, "");  // its times are of before
  support::write_file(config_, replay_.config({file_sink(output_)}, audit_log) +
                                   "spool: {folder: " + folder_ + "}\n");
  const std::string& old = replay_.capture.plugin;
  const long long began = std::stoll(old.substr(old.find("audit(") + 6, 10)) * 1000;
  const long long by_ms = now_ms() - began;
  std::string log;
  AuditdLike auditd(command(), audit_log);
  for (const std::string& line : lines_of(old)) log += later(line, by_ms, 0) + "\n";
  const std::size_t part = log.find('\n', log.find("type=EOE", log.size() / 3)) + 1;
  for (int i = 0; i < 500 && !std::filesystem::exists(folder_ + "/reserve"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // until it has opened its spool
  auditd.feed(log.substr(0, part), 0);
  auditd.kill_plugin();
  auditd.start();
  auditd.feed(log.substr(part), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(log))) << events() << " of " << events_in(log);
  ASSERT_TRUE(auditd.stop().has_value());
}

// It had nothing to write but its own start: the log of before is the past, as at the first start.
TEST_P(PluginSpool, TellsNothingOfThePastWhenNoRecordCame) {
  const std::string audit_log = replay_.folder.path("audit.log");
  support::write_file(audit_log, replay_.capture.enriched);
  support::write_file(replay_.tlog_path, "");
  support::write_file(config_, replay_.config({file_sink(output_)}, audit_log) +
                                   "spool: {folder: " + folder_ + "}\n");
  for (int life = 0; life < 2; ++life) {
    LiveProgram plugin(command());
    std::this_thread::sleep_for(std::chrono::seconds(3));  // longer than a pause of the records
    plugin.close_input();
    const auto ran = plugin.wait();
    ASSERT_TRUE(ran.has_value());
    EXPECT_EQ(ran->err, "");
  }
  EXPECT_EQ(events(), 0U);
}

// Nothing is asked of the past, and nothing is told again.
TEST_P(PluginSpool, GoesOnAfterItEnded) {
  const std::string& log = replay_.capture.plugin;
  const std::size_t half = log.find('\n', log.find("type=EOE", log.size() / 2)) + 1;
  for (const std::string& part : {log.substr(0, half), log.substr(half)}) {
    LiveProgram plugin(command());
    plugin.write(part);
    plugin.close_input();
    const auto ran = plugin.wait();
    ASSERT_TRUE(ran.has_value());
    EXPECT_EQ(ran->status, 0) << ran->err;
    EXPECT_EQ(ran->err, "");
  }
  const auto written = lines_of(read_file(output_));
  const std::set<std::string> found(written.begin(), written.end());
  EXPECT_EQ(written.size(), found.size()) << "some came twice";
  const auto shaped = replay_.shaped();
  const std::set<std::string> expected(shaped.begin(), shaped.end());
  for (const std::string& json : found)
    EXPECT_TRUE(expected.contains(json) || is_of_own_life(json)) << json;
  EXPECT_EQ(events(), events_in(log));
}

TEST_P(PluginSpool, SetsADamagedSpoolAside) {
  std::filesystem::create_directory(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  support::write_file(folder_ + "/spool.db", "this has never been a database of anybody's");
  LiveProgram plugin(command());
  plugin.write(replay_.capture.plugin);
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0);
  EXPECT_THAT(ran->err,
              HasSubstr("file is not a database; it is set aside, and a new spool begun"));
  // What a slow machine did not deliver in the time that an end may take is in the new one.
  LiveProgram next(command());
  next.close_input();
  ASSERT_TRUE(next.wait().has_value());
  EXPECT_EQ(events(), events_in(replay_.capture.plugin));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/damaged-spool.db"));
}

INSTANTIATE_TEST_SUITE_P(Captures, PluginSpool,
                         testing::Values("01-login-password", "04-sudo", "11-su",
                                         "12-sudo-shell"),
                         [](const auto& row) { return support::test_name(row.param); });

}  // namespace
}  // namespace auweave::e2e
