// What auditd does to its plugins, and what becomes of this one.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
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
    live_ = std::make_unique<LiveHost>();
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

  std::unique_ptr<LiveHost> live_;
};

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
