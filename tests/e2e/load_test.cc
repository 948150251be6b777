// A busy host: the capture 30-load as fast as auditd would ever hand it over, into a real Kafka.
// Nothing is lost and memory stays bounded. How fast it goes is printed, not judged.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "auditd_like.h"
#include "replay.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/sanitizer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

constexpr std::uint64_t kPerSecond = 25'000;
constexpr long kMostKb = 64L * 1024;

long kb_of(pid_t process, const std::string& what) {
  for (const std::string& line :
       support::lines_of(support::read_file("/proc/" + std::to_string(process) + "/status"))) {
    if (line.starts_with(what + ":")) return std::stol(line.substr(what.size() + 1));
  }
  return -1;
}

class PluginBrokerLoad : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (support::kAddressSanitizer) GTEST_SKIP() << "a sanitizer's memory is not the program's";
    const std::string missing = support::Broker::missing(GetParam());
    if (!missing.empty()) GTEST_SKIP() << missing;
  }
};

TEST_P(PluginBrokerLoad, LosesNothingAndStaysSmall) {
  const support::Broker broker({.version = GetParam()});
  make_topics(broker.inside(), topics_with(""));
  const Replay replay("30-load");
  const std::string config = replay.folder.path("auweave.yaml");
  support::write_file(
      config, replay.config({"- kafka: {properties: " + flow_map(broker.properties()) + "}"}));
  const std::size_t expected = replay.shaped().size();
  AuditdLike auditd({support::auweave(), "plugin", "--config", config},
                    replay.folder.path("audit.log"));
  const auto fed = auditd.feed(replay.capture.plugin, kPerSecond);
  const long peak = kb_of(auditd.plugin().pid(), "VmHWM");
  EXPECT_TRUE(soon([&] {
    const auto now = support::parse(support::read_file(replay.folder.path("status.json")));
    return now["records"]["waiting_bytes"].GetInt64() == 0 &&
           now["sinks"][0]["waiting"].GetInt64() == 0;
  }));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->err, "");
  std::printf("%.0f records/s; the longest write took %.1f ms; memory at most %ld kB\n",
              static_cast<double>(fed.records) / fed.seconds,
              static_cast<double>(fed.longest_wait.count()) / 1000, peak);
  auto messages = support::read_topics(broker.inside(), values_of(topics_with("")));
  std::erase_if(messages, [](const auto& each) { return is_of_own_life(each.value); });
  EXPECT_EQ(messages.size(), expected);
  EXPECT_LE(peak, kMostKb);
  const auto status = support::parse(support::read_file(replay.folder.path("status.json")));
  EXPECT_EQ(status["records"]["lost"].GetInt64(), 0);
  EXPECT_FALSE(status["sinks"][0].HasMember("dropped"));
}

bool is_event(const std::string& json) { return json.starts_with("{\"kind\":\"event\""); }

// With a spool, a broker that answers nothing while all of it comes in, and then does: nothing is
// dropped, and memory stays bounded.
TEST_P(PluginBrokerLoad, KeepsEverythingForABrokerThatIsAway) {
  support::Broker broker({.version = GetParam()});
  make_topics(broker.inside(), topics_with(""));
  const Replay replay("30-load");
  const std::string config = replay.folder.path("auweave.yaml");
  support::write_file(
      config,
      replay.config({"- kafka: {queue: 8MiB, properties: " + flow_map(broker.properties()) + "}"}) +
          "spool: {folder: " + replay.folder.path("state") + "}\n");
  const auto shaped = replay.shaped();
  const auto expected = std::count_if(shaped.begin(), shaped.end(), is_event);
  AuditdLike auditd({support::auweave(), "plugin", "--config", config},
                    replay.folder.path("audit.log"));
  const std::size_t some = replay.capture.plugin.find('\n', 100'000) + 1;
  auditd.feed(replay.capture.plugin.substr(0, some), kPerSecond);
  broker.pause();
  const auto fed = auditd.feed(replay.capture.plugin.substr(some), kPerSecond);
  const auto status_now = [&] {
    return support::parse(support::read_file(replay.folder.path("status.json")));
  };
  EXPECT_TRUE(soon([&] { return status_now()["records"]["waiting_bytes"].GetInt64() == 0; }));
  const auto away = status_now();
  broker.resume();
  EXPECT_TRUE(soon([&] {
    const auto now = status_now();
    return now["spool"]["waiting"].GetInt64() == 0 && now["sinks"][0]["waiting"].GetInt64() == 0;
  }));
  const long peak = kb_of(auditd.plugin().pid(), "VmHWM");
  ASSERT_TRUE(auditd.stop().has_value());
  std::printf(
      "%.0f records/s; the longest write took %.1f ms; %lld entries and %.1f MB on disk while the "
      "broker was away; memory at most %ld kB\n",
      static_cast<double>(fed.records) / fed.seconds,
      static_cast<double>(fed.longest_wait.count()) / 1000,
      static_cast<long long>(away["spool"]["waiting"].GetInt64()),
      static_cast<double>(away["spool"]["bytes"].GetInt64()) / 1e6, peak);
  EXPECT_GT(away["spool"]["waiting"].GetInt64(), 0);
  const auto messages = support::read_topics(broker.inside(), values_of(topics_with("")));
  EXPECT_EQ(std::count_if(messages.begin(), messages.end(),
                          [](const auto& message) { return is_event(message.value); }),
            expected);
  EXPECT_LE(peak, kMostKb);
  EXPECT_EQ(status_now()["records"]["lost"].GetInt64(), 0);
  EXPECT_FALSE(status_now()["sinks"][0].HasMember("dropped"));
}

// The broker never comes: as much again as its queue may hold, and not a byte for each document
// that went.
TEST_P(PluginBrokerLoad, StaysBoundedWithoutABroker) {
  const Replay replay("30-load");
  const std::string config = replay.folder.path("auweave.yaml");
  support::write_file(config, replay.config({"- kafka: {queue: 8MiB, properties: "
                                             "{bootstrap.servers: \"127.0.0.1:1\"}}"}));
  AuditdLike auditd({support::auweave(), "plugin", "--config", config},
                    replay.folder.path("audit.log"));
  const auto fed = auditd.feed(replay.capture.plugin, 0);
  const long peak = kb_of(auditd.plugin().pid(), "VmHWM");
  std::printf("%.0f records/s; the longest write took %.1f ms; memory at most %ld kB\n",
              static_cast<double>(fed.records) / fed.seconds,
              static_cast<double>(fed.longest_wait.count()) / 1000, peak);
  ASSERT_TRUE(auditd.stop().has_value());
  const auto status = support::parse(support::read_file(replay.folder.path("status.json")));
  // A slow machine weaves slower than this test feeds: what waited then is said.
  EXPECT_LE(peak, kMostKb + status["records"]["most_waiting_bytes"].GetInt64() / 1024);
  EXPECT_EQ(status["records"]["lost"].GetInt64(), 0);
  EXPECT_GT(status["sinks"][0]["dropped"]["event"].GetInt64(), 1000);
}

INSTANTIATE_TEST_SUITE_P(Kafka3, PluginBrokerLoad, testing::Values(support::kKafka3));

}  // namespace
}  // namespace auweave::e2e
