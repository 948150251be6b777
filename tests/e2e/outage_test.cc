// A busy host whose broker is down for a minute, in the midst of auditd's records: nobody on the host notices, memory
// stays bounded, and what waited on disk goes faster than more comes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <thread>

#include "auditd_like.h"
#include "killed.h"
#include "repeated.h"
#include "replay.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/json.h"
#include "support/sanitizer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPerSecond = 9000;
constexpr long kRounds = 5;  // of 29 s each
constexpr seconds kBefore{20};
constexpr seconds kOutage{60};
constexpr std::chrono::milliseconds kLongestWrite{50};
constexpr long kMostKb = 64L * 1024;
constexpr std::int64_t kFew = 1000;  // entries of the spool, 3 s of them

long kb_of(pid_t process, const std::string& what) {
  for (const std::string& line :
       support::lines_of(support::read_file("/proc/" + std::to_string(process) + "/status"))) {
    if (line.starts_with(what + ":")) return std::stol(line.substr(what.size() + 1));
  }
  return -1;
}

class Outage : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (support::kAddressSanitizer) GTEST_SKIP() << "a sanitizer's memory is not the program's";
    if (const std::string missing = support::Broker::missing(); !missing.empty())
      GTEST_SKIP() << missing;
    broker_.emplace(support::BrokerOptions{.sets = {"auto.create.topics.enable=false"}});
    make_topics(broker_->inside(), topics_);
    replay_.capture.plugin = repeated(replay_.capture.plugin, kRounds);
    replay_.capture.plugin += beats(replay_.capture.plugin);
    support::write_file(config_,
                        replay_.config({std::string("- kafka: {delivery: ") + GetParam() +
                                        ", topics: " + flow_map(topics_) +
                                        ", properties: " + flow_map(broker_->properties()) + "}"},
                                       audit_log_) +
                            "spool: {folder: " + replay_.folder.path("state") + "}\n");
  }

  struct Seen {
    std::int64_t waiting = 0, delivered = 0;
  };
  [[nodiscard]] Seen look() const {
    const auto now = support::parse(support::read_file(replay_.folder.path("status.json")));
    Seen seen{now["spool"]["waiting"].GetInt64(), 0};
    for (const auto& kind : now["sinks"][0]["delivered"].GetObject())
      seen.delivered += kind.value.GetInt64();
    return seen;
  }

  struct Drained {
    Seen most;  // when the broker was back
    double seconds = 0;
    std::int64_t documents = 0;
    bool in_time = false;  // before no more came
  };
  // Kills the broker, starts it again, and waits until what had gathered is gone.
  Drained outage(const std::atomic<bool>& fed) {
    std::this_thread::sleep_for(kBefore);
    broker_->kill();
    std::this_thread::sleep_for(kOutage);
    broker_->start();
    Drained drained{.most = look()};
    const auto began = Clock::now();
    Seen now = drained.most;
    while (!fed && now.waiting > kFew) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      now = look();
      drained.most.waiting = std::max(drained.most.waiting, now.waiting);
    }
    drained.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    drained.documents = now.delivered - drained.most.delivered;
    drained.in_time = now.waiting <= kFew;
    return drained;
  }

  bool wait_for_all() const {
    const auto until = Clock::now() + seconds(90);
    while (Clock::now() < until) {
      const auto now = support::parse(support::read_file(replay_.folder.path("status.json")));
      if (now["records"]["waiting_bytes"].GetInt64() == 0 &&
          now["spool"]["waiting"].GetInt64() == 0 && now["sinks"][0]["waiting"].GetInt64() == 0) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

  // What is committed, but for what the plugin tells of itself.
  [[nodiscard]] std::vector<std::string> committed() const {
    std::vector<std::string> values;
    for (auto& message : support::read_topics(broker_->inside(), values_of(topics_))) {
      if (message.value.find("\"kind\":\"pipeline\"") == std::string::npos)
        values.push_back(std::move(message.value));
    }
    return values;
  }

  std::map<std::string, std::string> topics_ = topics_with("");
  std::optional<support::Broker> broker_;
  Replay replay_{"30-load"};
  std::string audit_log_ = replay_.folder.path("audit.log");
  std::string config_ = replay_.folder.path("auweave.yaml");
};

TEST_P(Outage, OfAMinuteCostsNothingButDisk) {
  // Fed at once: a plugin to which nothing came would believe that all of it is late.
  AuditdLike auditd({support::auweave(), "plugin", "--config", config_}, audit_log_);
  std::atomic<bool> all_fed = false;
  AuditdLike::Fed fed;
  std::thread feeding([&] {
    fed = auditd.feed(replay_.capture.plugin, kPerSecond);
    all_fed = true;
  });
  const Drained drained = outage(all_fed);
  feeding.join();
  EXPECT_TRUE(wait_for_all());
  const long peak = kb_of(auditd.plugin().pid(), "VmHWM");
  const auto status = support::parse(support::read_file(replay_.folder.path("status.json")));
  ASSERT_TRUE(auditd.stop().has_value());

  const auto documents = committed();
  const Compared compared = compare(documents, replay_.shaped());
  const double came = static_cast<double>(documents.size()) / fed.seconds;
  const double went = static_cast<double>(drained.documents) / drained.seconds;
  std::printf(
      "%s: %.0f records/s; the longest write took %.1f ms; memory at most %ld kB; %lld entries "
      "waited; "
      "%.0f documents/s came, %.0f went, for %.1f s; %zu of %zu came twice\n",
      GetParam(), static_cast<double>(fed.records) / fed.seconds,
      static_cast<double>(fed.longest_wait.count()) / 1000, peak,
      static_cast<long long>(drained.most.waiting), came, went, drained.seconds, compared.repeated,
      documents.size());
  EXPECT_THAT(compared.missing, testing::IsEmpty());
  EXPECT_THAT(compared.unwanted, testing::IsEmpty());
  if (std::string(GetParam()) == "exactly-once") {
    EXPECT_EQ(compared.repeated, 0U);
  }
  EXPECT_LE(fed.longest_wait, kLongestWrite);
  EXPECT_LE(peak, kMostKb);
  EXPECT_GT(drained.most.waiting, 5 * kFew) << "the broker was not away";
  EXPECT_TRUE(drained.in_time) << "more comes than goes";
  EXPECT_GT(went, came);
  EXPECT_EQ(status["records"]["lost"].GetInt64(), 0);
  EXPECT_FALSE(status["sinks"][0].HasMember("dropped"));
}

INSTANTIATE_TEST_SUITE_P(Delivery, Outage, testing::Values("exactly-once", "at-least-once"),
                         [](const auto& row) { return support::test_name(row.param); });

}  // namespace
}  // namespace auweave::e2e
