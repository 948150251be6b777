// A plugin that starts when people are at work already: it learns from the audit log who they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "auditd_like.h"
#include "replay.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::read_file;
using support::text;
using testing::HasSubstr;

class PluginPast : public testing::Test {
 protected:
  PluginPast() {
    support::write_file(replay_.folder.path("auweave.yaml"),
                        replay_.config({file_sink(output_)}, audit_log_));
  }
  [[nodiscard]] std::vector<std::string> command() const {
    return {support::auweave(), "plugin", "--config", replay_.folder.path("auweave.yaml")};
  }
  // The byte where the event ends in which the log's middle is; `share` of the log, otherwise.
  [[nodiscard]] std::size_t cut(double share = 0.5) const {
    const auto at = static_cast<std::size_t>(static_cast<double>(log().size()) * share);
    return log().find('\n', log().find("type=EOE", at)) + 1;
  }
  // What auditd writes of that: a plugin's EOE is in no log.
  [[nodiscard]] std::string on_disk() const {
    std::string text;
    for (const std::string& line : lines_of(log())) {
      if (!line.starts_with("type=EOE")) text += line + "\n";
    }
    return text;
  }
  [[nodiscard]] const std::string& log() const { return replay_.capture.plugin; }

  // Every event of the rest as if the whole had been woven, and of the past none.
  void expect_events_of(const std::string& rest) const {
    std::vector<std::string> expected;
    for (const std::string& json : replay_.shaped()) {
      const auto document = support::parse(json);
      const std::string serial = std::to_string(support::number(document, "serial").value_or(0));
      const bool in_rest = rest.find(":" + serial + "):") != std::string::npos;
      if (text(document, "kind") == "event" && in_rest) expected.push_back(json);
    }
    std::vector<std::string> events;
    for (const std::string& json : lines_of(read_file(output_))) {
      if (text(support::parse(json), "kind") == "event") events.push_back(json);
    }
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(sorted(events), sorted(expected));
  }
  [[nodiscard]] std::vector<std::string> states() const {
    std::vector<std::string> all;
    for (const std::string& json : lines_of(read_file(output_))) {
      const auto document = support::parse(json);
      if (text(document, "kind") == "session") all.push_back(text(document, "state"));
    }
    return all;
  }
  void run(const std::string& rest) const {
    const auto ran = support::run(command(), rest);
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.err, "");
  }

  Replay replay_{"01-login-password"};
  std::string output_ = replay_.folder.path("documents.jsonl");
  std::string audit_log_ = replay_.folder.path("audit.log");
};

TEST_F(PluginPast, KnowsWhoIsAtWork) {
  support::write_file(audit_log_, log().substr(0, cut()));
  run(log().substr(cut()));
  expect_events_of(log().substr(cut()));
  EXPECT_EQ(states(), (std::vector<std::string>{"updated", "closed"}));
  const std::string written = read_file(output_);
  // The recording is vouched for by an execve of before.
  EXPECT_THAT(written, HasSubstr("\"vouched_by\":\""));
  EXPECT_THAT(written, testing::Not(HasSubstr("suspect-recording")));
}

// auditd writes first, and then gives: at a start the log is ahead of the records.
TEST_F(PluginPast, WhatIsInTheLogAndComesAsRecordsIsToldOnce) {
  for (const double share : {0.0, 0.1, 0.3, 0.6}) {
    SCOPED_TRACE(share);
    std::filesystem::remove(output_);
    support::write_file(audit_log_, on_disk());
    const std::string rest = share == 0.0 ? log() : log().substr(cut(share));
    run(rest);
    expect_events_of(rest);
    const auto all = sorted(lines_of(read_file(output_)));
    EXPECT_EQ(share == 0.0, all == sorted(replay_.shaped()));
  }
}

// The plugin that was there before got all of an event but its mark, and then died.
TEST_F(PluginPast, MayBeginWithTheMarkAtAnEventsEnd) {
  support::write_file(audit_log_, on_disk());
  const std::size_t login = log().find("type=EOE", log().find("type=LOGIN"));
  const std::string rest = log().substr(login);
  run(rest);
  expect_events_of(rest.substr(rest.find('\n') + 1));
}

TEST_F(PluginPast, ReadsRotatedLogsToo) {
  const std::size_t first = cut(0.2);
  support::write_file(audit_log_ + ".2", log().substr(0, first));
  support::write_file(audit_log_ + ".1", log().substr(first, cut() - first));
  support::write_file(audit_log_, "");
  ASSERT_EQ(support::run({"gzip", audit_log_ + ".2"}).status, 0);
  run(log().substr(cut()));
  expect_events_of(log().substr(cut()));
}

TEST_F(PluginPast, SaysWhenTheLogCannotBeRead) {
  std::filesystem::create_directory(audit_log_);
  const auto ran = support::run(command(), log());
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "auweave: " + audit_log_ +
                         ": no file; sessions that were open before may be unknown\n");
  EXPECT_EQ(sorted(lines_of(read_file(output_))), sorted(replay_.shaped()));
}

// auditd starts it again: the next one gets a socket of its own, and knows who is there.
TEST_F(PluginPast, GoesOnAfterItWasKilled) {
  AuditdLike auditd(command(), audit_log_);
  auditd.feed(log().substr(0, cut()), 0);
  ASSERT_TRUE(wait_until_written(output_));
  auditd.kill_plugin();
  std::filesystem::remove(output_);
  auditd.start();
  auditd.feed(log().substr(cut()), 0);
  ASSERT_TRUE(wait_until_written(output_));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  expect_events_of(log().substr(cut()));
}

}  // namespace
}  // namespace auweave::e2e
