// Somebody sets the clock of a host whose plugin is at work: an hour ahead, then two hours back. The kernel's stamps go
// with it; nothing is missing or comes twice, and whatever the plugin does from time to time goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>

#include "auditd_like.h"
#include "killed.h"
#include "repeated.h"
#include "replay.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/json.h"
#include "support/sanitizer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::read_file;
using Clock = std::chrono::steady_clock;

constexpr long kHour = 3600;
constexpr seconds kGoesOn{6};  // after a step all of it has gone on, metrics every 5 s, too
constexpr int kPerTenMs = 20;

long cpu_ms(pid_t process) {
  std::string text = read_file("/proc/" + std::to_string(process) + "/stat");
  long user = 0;
  long system = 0;
  std::sscanf(text.c_str() + text.rfind(')') + 2,
              "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system);
  return (user + system) * 1000 / ::sysconf(_SC_CLK_TCK);
}

long long wall_ms() {
  return std::chrono::duration_cast<milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Lines with the stamps of the clock when their event began; what was fed is kept.
class SteppedFeed {
 public:
  SteppedFeed(AuditdLike& auditd, const std::atomic<long>& ahead)
      : auditd_(auditd), ahead_(ahead) {}

  void feed(const std::string& log) {
    auto due = Clock::now();
    int sent = 0;
    for (const std::string& line : support::lines_of(log)) {
      const std::string now = later(line, begun(line), 0) + "\n";
      fed_ += now;
      auditd_.feed(now, 0);
      if (++sent % kPerTenMs == 0) std::this_thread::sleep_until(due += milliseconds(10));
    }
  }
  [[nodiscard]] const std::string& fed() const { return fed_; }

 private:
  // How much later than in the capture its event began.
  long long begun(const std::string& line) {
    const std::size_t at = line.find("audit(") + 6;
    const auto [event, is_new] = begun_.emplace(line.substr(at, line.find(')') - at), 0);
    if (is_new) {
      const long long then =
          std::stoll(line.substr(at, 10)) * 1000 + std::stoll(line.substr(at + 11, 3));
      event->second = wall_ms() + ahead_ * 1000 - then;
    }
    return event->second;
  }

  AuditdLike& auditd_;
  const std::atomic<long>& ahead_;
  std::map<std::string, long long> begun_;
  std::string fed_;
};

class SteppedClock : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (support::kAddressSanitizer || support::kThreadSanitizer)
      GTEST_SKIP() << "what is preloaded comes before a sanitizer";
    std::string& log = replay_.capture.plugin;
    const std::size_t end = log.find('\n', log.find("type=EOE", log.size() / 6)) + 1;
    log.resize(end);
    support::write_file(replay_.tlog_path, "");  // its times would not go with the clock
    if (with_broker()) {
      if (const std::string missing = support::Broker::missing(); !missing.empty())
        GTEST_SKIP() << missing;
      broker_.emplace(support::BrokerOptions{.sets = {"auto.create.topics.enable=false"}});
      make_topics(broker_->inside(), topics_);
    }
    support::write_file(config_, replay_.config({sink()}, audit_log_) +
                                     "spool: {folder: " + replay_.folder.path("state") +
                                     "}\nmetrics: {file: " + metrics_ + "}\nhealth: 1s\n");
    step(0);
  }
  [[nodiscard]] static bool with_broker() { return GetParam() != "file"; }
  [[nodiscard]] std::string sink() const {
    if (!with_broker()) return file_sink(output_);
    return "- kafka: {delivery: " + GetParam() + ", topics: " + flow_map(topics_) +
           ", properties: " + flow_map(broker_->properties()) + "}";
  }
  [[nodiscard]] std::vector<std::string> command() const {
    return {"/usr/bin/env",
            std::string("LD_PRELOAD=") + AUWEAVE_STEPPED_CLOCK,
            "AUWEAVE_CLOCK=" + clock_,
            support::auweave(),
            "plugin",
            "--config",
            config_};
  }

  void step(long ahead) {
    support::write_file(clock_ + ".new", std::to_string(ahead));
    std::filesystem::rename(clock_ + ".new", clock_);
    ahead_ = ahead;
  }

  [[nodiscard]] rapidjson::Document status() const {
    return support::parse(read_file(replay_.folder.path("status.json")));
  }
  struct Work {
    std::int64_t delivered = 0, health = 0;
    std::filesystem::file_time_type status, metrics;
  };
  [[nodiscard]] Work work() const {
    Work work;
    const auto now = status();
    const auto& delivered = now["sinks"][0]["delivered"];
    if (delivered.HasMember("event")) work.delivered = delivered["event"].GetInt64();
    if (delivered.HasMember("pipeline")) work.health = delivered["pipeline"].GetInt64();
    std::error_code unread;
    work.status = std::filesystem::last_write_time(replay_.folder.path("status.json"), unread);
    work.metrics = std::filesystem::last_write_time(metrics_, unread);
    return work;
  }
  // From now on; each of it within kGoesOn.
  void expect_goes_on(bool with_records) const {
    const Work before = work();
    Work now = before;
    const auto all = [&] {
      return now.health >= before.health + 2 && now.status > before.status &&
             now.metrics > before.metrics &&
             (!with_records || now.delivered > before.delivered + 500);
    };
    const auto until = Clock::now() + kGoesOn;
    while (!all() && Clock::now() < until) {
      std::this_thread::sleep_for(milliseconds(50));
      now = work();
    }
    EXPECT_NEAR(static_cast<double>(status()["written_ms"].GetInt64()),
                static_cast<double>(wall_ms() + ahead_ * 1000), 5000);
    EXPECT_GE(now.health, before.health + 2) << "ahead by " << ahead_;
    EXPECT_GT(now.status, before.status) << "ahead by " << ahead_;
    EXPECT_GT(now.metrics, before.metrics) << "ahead by " << ahead_;
    if (with_records) {
      EXPECT_GT(now.delivered, before.delivered + 500) << "ahead by " << ahead_;
    }
  }

  bool wait_for_all(seconds most) const {
    const auto until = Clock::now() + most;
    while (Clock::now() < until) {
      const auto now = status();
      if (now["records"]["waiting_bytes"].GetInt64() == 0 &&
          now["spool"]["waiting"].GetInt64() == 0) {
        return true;
      }
      std::this_thread::sleep_for(milliseconds(100));
    }
    return false;
  }
  // But for what the plugin tells of itself.
  [[nodiscard]] std::vector<std::string> documents() const {
    std::vector<std::string> values;
    if (with_broker()) {
      for (const auto& message : support::read_topics(broker_->inside(), values_of(topics_)))
        values.push_back(message.value);
    } else {
      values = support::lines_of(read_file(output_));
    }
    std::erase_if(values, [](const std::string& json) {
      EXPECT_EQ(json.find("\"what\":\"loss\""), std::string::npos) << json;
      return json.find("\"kind\":\"pipeline\"") != std::string::npos;
    });
    return values;
  }
  void expect_each_once(const std::string& fed) {
    replay_.capture.plugin = fed;
    const Compared compared = compare(documents(), replay_.shaped());
    EXPECT_THAT(compared.missing, testing::IsEmpty());
    EXPECT_THAT(compared.unwanted, testing::IsEmpty());
    EXPECT_EQ(compared.repeated, 0U);
  }

  std::optional<support::Broker> broker_;
  std::map<std::string, std::string> topics_ = topics_with("");
  Replay replay_{"30-load"};
  std::string audit_log_ = replay_.folder.path("audit.log");
  std::string config_ = replay_.folder.path("auweave.yaml");
  std::string metrics_ = replay_.folder.path("auweave.prom");
  std::string output_ = replay_.folder.path("out.jsonl");
  std::string clock_ = replay_.folder.path("clock");
  std::atomic<long> ahead_ = 0;
};

TEST_P(SteppedClock, IsSetWhileRecordsCome) {
  const std::string log = replay_.capture.plugin;
  AuditdLike auditd(command(), audit_log_);
  SteppedFeed feed(auditd, ahead_);
  std::this_thread::sleep_for(seconds(3));
  std::thread feeding([&] { feed.feed(log); });
  std::this_thread::sleep_for(seconds(3));
  step(kHour);
  expect_goes_on(true);
  // In many steps: some of them meet each wait there is.
  for (int minutes = 6; minutes <= 120; minutes += 6) {
    step(kHour - minutes * 60);
    std::this_thread::sleep_for(milliseconds(137));
  }
  expect_goes_on(true);
  feeding.join();
  EXPECT_TRUE(wait_for_all(seconds(20)));
  // And while nothing comes.
  for (const long ahead : {kHour, -kHour}) {
    std::this_thread::sleep_for(seconds(1));
    step(ahead);
    const long before = cpu_ms(auditd.plugin().pid());
    std::this_thread::sleep_for(seconds(3));
    EXPECT_LT(cpu_ms(auditd.plugin().pid()) - before, 600) << "it spins";
    expect_goes_on(false);
  }
  ahead_ = ahead_ + 120;  // of what happens last: nothing waits for more then
  feed.feed(beats(log));
  EXPECT_TRUE(wait_for_all(seconds(20)));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value()) << "it does not end";
  EXPECT_EQ(ran->err, "");
  expect_each_once(feed.fed());
}

INSTANTIATE_TEST_SUITE_P(Sinks, SteppedClock,
                         testing::Values("file", "at-least-once", "exactly-once"),
                         [](const auto& row) { return support::test_name(row.param); });

}  // namespace
}  // namespace auweave::e2e
