// A real auditd whose plugin does not read for a while: its queue runs over, and records are dropped. After
// that every event of audit.log is told, whole.
#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <memory>

#include "live_host.h"
#include "replay.h"
#include "support/json.h"
#include "support/program.h"

namespace auweave::e2e {
namespace {

using support::text;

// What of an event document comes of its records alone: by event_id, the last one told.
using Events = std::map<std::string, std::string>;

void note(const rapidjson::Value& document, Events& events) {
  if (text(document, "kind") != "event") return;
  std::string told;
  for (const char* field : {"types", "argv"}) {
    if (document.HasMember(field)) told += support::canonical(document[field]) + " ";
  }
  for (const char* field : {"action", "object", "cwd", "exe"}) told += text(document, field) + " ";
  events[text(document, "event_id")] = told;
}

class LiveAuditdRepair : public testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = support::AuditHost::missing(support::auweave());
    if (!missing.empty()) GTEST_SKIP() << missing;
    live_ = std::make_unique<LiveHost>();
  }

  // As a login of an account: each program is an event.
  static void run_programs(int count) {
    const support::Ran ran =
        support::run({"bash", "-c",
                      "echo 4294967295 >/proc/self/loginuid; echo 1001 >/proc/self/loginuid;"
                      "for ((i = 0; i < " +
                          std::to_string(count) + "; ++i)); do /bin/true $i; done"});
    ASSERT_EQ(ran.status, 0) << ran.err;
  }
  [[nodiscard]] Events logged() const {
    Events events;
    const support::Ran ran =
        support::run({support::auweave(), "shape", "--host", kHost, live_->host->log()});
    EXPECT_EQ(ran.status, 0) << ran.err;
    for (const std::string& json : support::lines_of(ran.out)) note(support::parse(json), events);
    return events;
  }
  [[nodiscard]] Events told() const {
    Events events;
    for (const Told& each : live_->watch.told()) note(each.document, events);
    return events;
  }
  [[nodiscard]] std::int64_t counted(const std::string& what) const {
    std::int64_t sum = 0;
    for (const Told& each : live_->watch.told()) {
      if (text(each.document, "what") == what) sum += *support::number(each.document, "count");
    }
    return sum;
  }

  std::unique_ptr<LiveHost> live_;
};

TEST_F(LiveAuditdRepair, TellsAllThatAQueueThatWasFullDropped) {
  const auto plugins = live_->host->plugins();
  ASSERT_EQ(plugins.size(), 1U);
  run_programs(20);
  kill(plugins[0], SIGSTOP);
  run_programs(1300);
  kill(plugins[0], SIGCONT);
  const auto is_all_told = [&] { return counted("recovered") > 0 && told() == logged(); };
  EXPECT_TRUE(live_->watch.until(is_all_told, std::chrono::seconds(60)));
  const Events log = logged(), all = told();
  std::size_t missing = 0, partial = 0;
  for (const auto& [id, event] : log) {
    const auto at = all.find(id);
    if (at == all.end()) {
      ++missing;
    } else if (at->second != event && ++partial < 4) {
      ADD_FAILURE() << at->second << "\nis not " << event;
    }
  }
  EXPECT_EQ(missing, 0U) << "of " << log.size();
  EXPECT_EQ(partial, 0U) << "of " << log.size();
  EXPECT_GT(log.size(), 1300U);
  EXPECT_EQ(counted("loss"), 0);
  std::printf("%zu events, %lld of them recovered\n", log.size(),
              static_cast<long long>(counted("recovered")));
  for (const Told& each : live_->watch.told()) {
    EXPECT_NE(text(each.document, "kind"), "deadletter") << each.text;
  }
}

}  // namespace
}  // namespace auweave::e2e
