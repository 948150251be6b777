// What auditd does to its plugins, and what becomes of this one.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>

#include "live_host.h"
#include "support/json.h"
#include "support/program.h"

namespace auweave::e2e {
namespace {

using support::text;

class LiveAuditdProcess : public testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = support::AuditHost::missing(support::auweave());
    if (!missing.empty()) GTEST_SKIP() << missing;
    live_ = std::make_unique<LiveHost>(true);
  }

  [[nodiscard]] pid_t plugin() const {
    const auto plugins = live_->host->plugins();
    return plugins.size() == 1 ? plugins.front() : -1;
  }

  bool soon(const std::function<bool()>& holds) {
    return live_->watch.until(holds, std::chrono::seconds(3));
  }

  // Somebody runs a program, and the plugin tells it.
  void expect_work() {
    const GroundTruth truth(live_->host->act("command"));
    const auto& session = truth.sessions.at(0);
    const auto tells_it = [&](const Told& each) {
      const auto argv = each.document.FindMember("argv");
      return argv != each.document.MemberEnd() && argv->value == truth.acts.at(0)["argv"] &&
             text(each.document, "session_id") == GroundTruth::session_id(session) &&
             text(each.document, "actor") == text(session, "account") &&
             text(each.document, "src_ip") == text(session, "src_ip");
    };
    const auto& told = live_->watch.told();
    EXPECT_TRUE(soon([&] { return std::any_of(told.begin(), told.end(), tells_it); }));
  }

  // The plugin is started again in the middle of two sessions: what they do then is told as theirs.
  GroundTruth expect_to_know_people() {
    GroundTruth truth = live_->act("restart");
    EXPECT_EQ(truth.acts.size(), 2U);
    for (const auto& act : truth.acts) {
      const auto& session = truth.session_of(act);
      const auto is_it = [&](const Told& each) {
        const auto argv = each.document.FindMember("argv");
        return argv != each.document.MemberEnd() && argv->value == act["argv"];
      };
      const auto& told = live_->watch.told();
      const auto event = std::find_if(told.begin(), told.end(), is_it);
      EXPECT_NE(event, told.end());
      if (event != told.end()) expect_whose(event->document, session);
      expect_last(session);
    }
    const auto suspect = [](const Told& each) {
      return text(each.document, "kind") == "pipeline" && !is_of_host(each);
    };
    EXPECT_EQ(count(suspect), 0);
    const auto verified = [&](const Told& each) {
      return text(each.document, "kind") == "tty" && !text(each.document, "vouched_by").empty() &&
             text(each.document, "actor") == "auwalice";
    };
    EXPECT_TRUE(soon([&] { return count(verified) > 0; }));  // a recorder writes when it likes
    return truth;
  }

  template <typename Condition>
  [[nodiscard]] std::ptrdiff_t count(Condition condition) const {
    const auto& told = live_->watch.told();
    return std::count_if(told.begin(), told.end(), condition);
  }

  static void expect_whose(const rapidjson::Value& document, const rapidjson::Value& session) {
    SCOPED_TRACE(support::canonical(document));
    EXPECT_EQ(text(document, "session_id"), GroundTruth::session_id(session));
    EXPECT_EQ(text(document, "actor"), text(session, "account"));
    EXPECT_EQ(text(document, "src_ip"), text(session, "src_ip"));
  }

  // What is told of a session at its end.
  [[nodiscard]] const rapidjson::Value* last_of(const rapidjson::Value& session) const {
    const rapidjson::Value* last = nullptr;
    for (const Told& each : live_->watch.told()) {
      const bool of_it = text(each.document, "kind") == "session" &&
                         text(each.document, "session_id") == GroundTruth::session_id(session);
      if (of_it && text(each.document, "state") == "closed") last = &each.document;
    }
    return last;
  }

  void expect_last(const rapidjson::Value& session) const {
    const rapidjson::Value* last = last_of(session);
    ASSERT_NE(last, nullptr);
    expect_whose(*last, session);
    EXPECT_EQ(text(*last, "service"), "sshd");
    EXPECT_EQ(text(*last, "tty").substr(0, 4), "pts/");
  }

  std::unique_ptr<LiveHost> live_;
};

// A real sshd, its lines in syslog beside auditd's records: the pid that joins them is in both.
TEST_F(LiveAuditdProcess, TellsPortsAndKeysFromSshdsLog) {
  const GroundTruth truth = live_->act("command");
  const auto& session = truth.sessions.at(0);
  const rapidjson::Value* last = last_of(session);
  ASSERT_NE(last, nullptr);
  SCOPED_TRACE(support::canonical(*last) + "\n" +
               support::read_file(support::AuditHost::auth_log()));
  for (const char* field : {"src_port", "server_port"}) {
    EXPECT_EQ(support::number(*last, field), support::number(session, field));
  }
  EXPECT_EQ(text(*last, "server_ip"), text(session, "server_ip"));
  EXPECT_EQ(text(*last, "auth_method"), "publickey");
  const std::string key = support::run({"ssh-keygen", "-lf", live_->host->key("auwbob")}).out;
  EXPECT_NE(text(*last, "auth_key"), "");
  EXPECT_NE(key.find(" " + text(*last, "auth_key") + " "), std::string::npos) << key;
}

TEST_F(LiveAuditdProcess, KnowsFromTheLogWhoIsAtWork) {
  const GroundTruth truth = expect_to_know_people();
  for (const auto& session : truth.sessions) {
    const rapidjson::Value* last = last_of(session);
    ASSERT_NE(last, nullptr);
    EXPECT_FALSE(last->HasMember("integrity")) << support::canonical(*last);
    EXPECT_TRUE(last->HasMember("connection_id"));
  }
}

TEST_F(LiveAuditdProcess, KnowsFromTheSystemWhoIsAtWork) {
  std::filesystem::remove(live_->folder.path("audit.log"));
  const GroundTruth truth = expect_to_know_people();
  for (const auto& session : truth.sessions) {
    const rapidjson::Value* last = last_of(session);
    ASSERT_NE(last, nullptr);
    ASSERT_TRUE(last->HasMember("integrity"));
    EXPECT_EQ(text(*last, "opened"), "");
    EXPECT_STREQ((*last)["integrity"][0].GetString(), "login-unseen");
  }
}

TEST_F(LiveAuditdProcess, OutlivesAHangup) {
  const pid_t before = plugin();
  ASSERT_GT(before, 0);
  expect_work();
  kill(live_->host->auditd(), SIGHUP);
  EXPECT_FALSE(soon([&] { return plugin() != before; })) << "it ended, or another one runs";
  expect_work();
}

// auditd starts it again, with signals blocked; but not before it has a record for it.
TEST_F(LiveAuditdProcess, WorksAndEndsAfterARestart) {
  const pid_t before = plugin();
  ASSERT_GT(before, 0);
  kill(before, SIGKILL);
  static_cast<void>(live_->host->act("command"));
  ASSERT_TRUE(soon([&] { return plugin() > 0 && plugin() != before; })) << "none was started";
  const pid_t after = plugin();
  expect_work();
  kill(live_->host->auditd(), SIGTERM);
  EXPECT_TRUE(soon([&] { return !support::is_alive(after); })) << "it goes on without auditd";
  EXPECT_TRUE(soon([&] { return !support::is_alive(live_->host->auditd()); }));
}

}  // namespace
}  // namespace auweave::e2e
