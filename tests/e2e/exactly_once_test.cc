// A plugin that delivers exactly once, and everything that may be killed, stopped, lost or copied: who reads
// what is committed finds each document once, the same as of a plugin that nothing ever happened to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "auditd_like.h"
#include "killed.h"
#include "leaves.h"
#include "replay.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/json.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::Broker;
using support::read_file;
using support::write_file;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kPerSecond = 20'000;
constexpr const char* kFlooded = "08-long-output";  // a session that shows more than this a second
constexpr std::uint64_t kFloodLimit = 4096;

bool is_long() { return std::getenv("AUWEAVE_LONG") != nullptr; }

class ExactlyOnce : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = Broker::missing(); !missing.empty()) GTEST_SKIP() << missing;
    if (broker_ == nullptr) broker_ = std::make_unique<Broker>(options());
    make_topics(broker_->inside(), topics_);
  }
  static void TearDownTestSuite() { broker_.reset(); }
  static support::BrokerOptions options() {
    return {.sets = {"auto.create.topics.enable=false",
                     "transaction.abort.timed.out.transaction.cleanup.interval.ms=500"}};
  }

  // A plugin's host: its capture, its spool, its audit.log.
  struct Host {
    Host(const std::string& capture, const ExactlyOnce& test, const std::string& more = "",
         const std::string& name = kHost)
        : replay(capture) {
      if (capture == kFlooded) replay.flood_limit = kFloodLimit;
      replay.capture.plugin += beats(replay.capture.plugin);
      auto properties = test.broker_->properties();
      properties.emplace("transaction.timeout.ms", "5000");
      std::string text = replay.config({"- kafka: {topics: " + flow_map(test.topics_) +
                                        ", delivery: exactly-once, " + more +
                                        "properties: " + flow_map(properties) + "}"},
                                       audit_log) +
                         "spool: {folder: " + spool + "}\n";
      text.replace(text.find(kHost), std::string(kHost).size(), name);
      write_file(config, text);
    }
    [[nodiscard]] const std::string& log() const { return replay.capture.plugin; }
    [[nodiscard]] std::vector<std::string> command() const {
      return {support::auweave(), "plugin", "--config", config};
    }

    Replay replay;
    std::string audit_log = replay.folder.path("audit.log");
    std::string config = replay.folder.path("auweave.yaml");
    std::string spool = replay.folder.path("state");
  };

  // What is committed, but for what the plugin tells of itself.
  [[nodiscard]] std::vector<std::string> committed() const {
    std::vector<std::string> values;
    for (const auto& message : support::read_topics(broker_->inside(), values_of(topics_))) {
      if (!is_of_pipeline(message.value)) values.push_back(message.value);
    }
    return values;
  }
  // Of all that is committed.
  [[nodiscard]] Leaves leaves() const {
    return leaves_of(support::read_topics(broker_->inside(), values_of(topics_)));
  }
  static bool is_of_pipeline(const std::string& json) {
    return json.find("\"kind\":\"pipeline\"") != std::string::npos;
  }
  bool wait_for_events(std::size_t count, int seconds = 60) const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (std::chrono::steady_clock::now() < until) {
      if (only_events(committed()).size() >= count) return true;
    }
    return false;
  }
  static bool is_event(const std::string& json) { return json.starts_with("{\"kind\":\"event\""); }
  static std::vector<std::string> only_events(std::vector<std::string> documents) {
    std::erase_if(documents, [](const std::string& json) { return !is_event(json); });
    return documents;
  }
  void expect_each_once(const Host& host) const {
    const Compared compared = compare(committed(), host.replay.shaped());
    EXPECT_THAT(compared.unwanted, IsEmpty());
    EXPECT_THAT(compared.missing, IsEmpty());
    EXPECT_EQ(compared.repeated, 0U);
    EXPECT_EQ(count_of_findings(), 0);
    // All in one log, whatever the plugin tells of itself beside.
    const Leaves found = leaves();
    EXPECT_THAT(found.wrong, IsEmpty());
    EXPECT_EQ(found.repeated, 0U);
    EXPECT_EQ(found.logs.size(), 1U);
  }
  // What it told of a checkpoint that does not fit.
  [[nodiscard]] std::ptrdiff_t count_of_findings() const {
    const auto told = support::read_topics(broker_->inside(), {topics_.at("pipeline")});
    return std::count_if(told.begin(), told.end(), [](const auto& message) {
      return message.value.find("\"what\":\"checkpoint\"") != std::string::npos;
    });
  }

  static std::unique_ptr<Broker> broker_;  // all tests': each has its own topics
  std::map<std::string, std::string> topics_ =
      topics_with(std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".");
};
std::unique_ptr<Broker> ExactlyOnce::broker_;

TEST_F(ExactlyOnce, IsWhatShapeGives) {
  Host host("04-sudo", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  auditd.feed(host.log(), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->err, "");
  expect_each_once(host);
}

// Fed at full speed; after each of these many parts, something happens.
using Happens = std::function<void(AuditdLike&)>;

void feed_while(AuditdLike& auditd, const std::string& log, int parts, const Happens& happens) {
  std::mt19937 random(31);
  const std::size_t step = 2 * log.size() / static_cast<std::size_t>(parts);
  std::size_t from = log.find('\n', log.find("type=EOE", log.size() / 100)) + 1;
  auditd.feed(log.substr(0, from), kPerSecond);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  for (int part = 0; part < parts && from < log.size(); ++part) {
    const std::size_t until = log.find('\n', std::min(from + random() % step, log.size() - 1));
    auditd.feed(log.substr(from, until + 1 - from), 0);
    from = until + 1;
    // Now and then there is time to open a transaction, or to commit one.
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 400));
    happens(auditd);
  }
  auditd.feed(log.substr(from), 0);
}

void kill_plugin(AuditdLike& auditd) {
  auditd.kill_plugin();
  auditd.start();
}

TEST_F(ExactlyOnce, WhenThePluginIsKilled) {
  Host host("30-load", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  feed_while(auditd, host.log(), is_long() ? 300 : 20, kill_plugin);
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  auditd.stop();
  expect_each_once(host);
}

TEST_F(ExactlyOnce, WhenItIsKilledWhileOutputIsLeftOut) {
  Host host(kFlooded, *this);
  AuditdLike auditd(host.command(), host.audit_log);
  feed_while(auditd, host.log(), is_long() ? 30 : 6, kill_plugin);
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  auditd.stop();
  auto expected = host.replay.shaped();
  std::erase_if(expected, is_of_pipeline);
  const Compared compared = compare(committed(), expected);
  EXPECT_THAT(compared.unwanted, IsEmpty());
  EXPECT_THAT(compared.missing, IsEmpty());
  std::set<std::string> ids, twice;
  std::size_t left_out = 0;
  for (const auto& message : support::read_topics(broker_->inside(), values_of(topics_))) {
    const std::size_t at = message.value.find("\"event_id\":");
    const std::string id = message.value.substr(at, message.value.find(',', at) - at);
    if (!ids.insert(id).second) twice.insert(message.value);
    left_out += message.value.find("output were left out") != std::string::npos ? 1U : 0U;
  }
  EXPECT_THAT(twice, IsEmpty());
  EXPECT_GT(left_out, 0U);
}

// Much is woven of which no document comes, and no transaction.
TEST_F(ExactlyOnce, WhenItIsStartedAgainOnAQuietHost) {
  Host host("04-sudo", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  auditd.feed(host.log(), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  std::this_thread::sleep_for(std::chrono::seconds(4));
  auditd.kill_plugin();
  auditd.start();
  std::this_thread::sleep_for(std::chrono::seconds(4));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->err, "");
  expect_each_once(host);
}

// The other mode, for comparison: none is missing, and the rate of those that come twice is printed.
TEST_F(ExactlyOnce, OrAtLeastOnceWhenThePluginIsKilled) {
  Host host("30-load", *this);
  std::string config = read_file(host.config);
  config.replace(config.find("exactly-once"), 12, "at-least-once");
  config.replace(config.find("transaction.timeout.ms"), 22, "socket.timeout.ms");
  write_file(host.config, config + "health: none\n");  // which would be in logs of their own
  AuditdLike auditd(host.command(), host.audit_log);
  const int kills = is_long() ? 300 : 20;
  feed_while(auditd, host.log(), kills, kill_plugin);
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  auditd.stop();
  const auto documents = committed();
  const Compared compared = compare(documents, host.replay.shaped());
  EXPECT_THAT(compared.unwanted, IsEmpty());
  EXPECT_THAT(compared.missing, IsEmpty());
  // Nothing tells of anything but entries, and they are all in one log.
  const Leaves found = leaves();
  EXPECT_THAT(found.wrong, IsEmpty());
  EXPECT_GE(found.repeated, compared.repeated);  // or also documents of the plugin's own life
  EXPECT_EQ(found.logs.size(), 1U);
  std::printf("%zu of %zu documents came twice, of %d kills\n", compared.repeated, documents.size(),
              kills);
}

// Fed without a pause, in which a plugin would believe that recordings are late: their times are of long ago.
void feed_beside(AuditdLike& auditd, const std::string& log, std::uint64_t per_second,
                 const std::function<void()>& happens) {
  const std::jthread feeding([&] { auditd.feed(log, per_second); });
  happens();
}

// Again and again, while it is fed.
void feed_killing(AuditdLike& auditd, const std::string& log, unsigned seed,
                  const std::function<void()>& kill) {
  feed_beside(auditd, log, is_long() ? 1'800 : 15'000, [&] {
    std::mt19937 random(seed);
    for (int left = is_long() ? 30 : 1; left > 0; --left) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1000 + random() % 2000));
      kill();
    }
  });
}

TEST_F(ExactlyOnce, WhenTheBrokerIsKilled) {
  Host host("30-load", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  feed_killing(auditd, host.log(), 37, [&] {
    broker_->kill();
    broker_->start();
  });
  EXPECT_TRUE(wait_for_events(events_in(host.log()), 120));
  auditd.stop();
  expect_each_once(host);
}

TEST_F(ExactlyOnce, WhenBothAreKilled) {
  Host host("30-load", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  feed_killing(auditd, host.log(), 41, [&] {
    broker_->kill();
    kill_plugin(auditd);
    broker_->start();
  });
  EXPECT_TRUE(wait_for_events(events_in(host.log()), 120));
  auditd.stop();
  expect_each_once(host);
}

// Nobody knows whether what was asked for last was done.
TEST_F(ExactlyOnce, WhenTheBrokerStandsStillInACommit) {
  Host host("30-load", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  feed_beside(auditd, host.log(), is_long() ? 3'000 : 20'000, [&] {
    std::mt19937 random(43);
    for (int pause = 0; pause < (is_long() ? 20 : 3); ++pause) {
      std::this_thread::sleep_for(std::chrono::milliseconds(500 + random() % 500));
      broker_->pause();
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 6000));
      broker_->resume();
    }
  });
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  auditd.stop();
  expect_each_once(host);
}

// The mapping is loaded anew three times a second, in the midst of transactions.
TEST_F(ExactlyOnce, WhenItIsReloadedUnderLoad) {
  Host host("30-load", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  feed_beside(auditd, host.log(), 30'000, [&] {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    for (int reload = 0; reload < 25; ++reload) {
      auditd.plugin().signal(SIGHUP);
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  });
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_THAT(ran->err, HasSubstr("are in force"));
  expect_each_once(host);
}

// A transaction is aborted meanwhile by the broker, and its producer fenced.
TEST_F(ExactlyOnce, WhenThePluginStandsStillForLongerThanATransaction) {
  Host host("30-load", *this);
  AuditdLike auditd(host.command(), host.audit_log);
  const auto delivers_again = [&] {
    return auditd.plugin().said().find("delivers again") != std::string::npos;
  };
  feed_beside(auditd, host.log(), 20'000, [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5000));
    // Stopped just as a transaction ended there is none to be aborted: then once more.
    for (int stop = 0; stop < 4 && !delivers_again(); ++stop) {
      auditd.plugin().signal(SIGSTOP);
      std::this_thread::sleep_for(std::chrono::seconds(9));
      auditd.plugin().signal(SIGCONT);
      for (int i = 0; i < 30 && !delivers_again(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  });
  EXPECT_TRUE(wait_for_events(events_in(host.log())));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  // Its producer was put out, or its messages were too old, whichever shows first.
  EXPECT_THAT(ran->err, HasSubstr("delivers again"));
  expect_each_once(host);
}

std::vector<std::string> of_host(std::vector<std::string> documents, const std::string& host) {
  std::erase_if(documents, [&](const std::string& json) {
    return json.find("\"host\":\"" + host + "\"") == std::string::npos;
  });
  return documents;
}

// Readers of what is committed wait for the open transaction of the other one, and so would one who looked
// for a checkpoint among documents.
TEST_F(ExactlyOnce, BesideAnotherHostsOpenTransaction) {
  Host other("30-load", *this);
  Host host("04-sudo", *this, "", "bastion02");
  AuditdLike others(other.command(), other.audit_log);
  AuditdLike auditd(host.command(), host.audit_log);
  const std::string& log = host.log();
  const std::size_t half = log.find('\n', log.find("type=EOE", log.size() / 2)) + 1;
  auditd.feed(log.substr(0, half), kPerSecond);
  ASSERT_TRUE(wait_for_events(events_in(log.substr(0, half))));
  feed_beside(others, other.log(), 20'000, [&] {
    std::this_thread::sleep_for(std::chrono::seconds(3));
    others.plugin().signal(SIGSTOP);
    auditd.kill_plugin();
    auditd.start();
    auditd.feed(log.substr(half), kPerSecond);
    std::this_thread::sleep_for(std::chrono::seconds(3));
    auditd.kill_plugin();
    auditd.start();
    std::this_thread::sleep_for(std::chrono::seconds(3));
    others.plugin().signal(SIGCONT);
  });
  EXPECT_TRUE(wait_for_events(events_in(log) + events_in(other.log())));
  auditd.stop();
  others.stop();
  const auto found = of_host(committed(), "bastion02");
  EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size());
  EXPECT_EQ(std::count_if(found.begin(), found.end(), is_event), events_in(log));
}

TEST_F(ExactlyOnce, OfTwoHostsWithOneIdTheSecondWaits) {
  Host host("04-sudo", *this, "id: shared, ");
  Host other("11-su", *this, "id: shared, ", "bastion02");
  AuditdLike auditd(host.command(), host.audit_log);
  const std::string& log = host.log();
  const std::size_t half = log.find('\n', log.find("type=EOE", log.size() / 2)) + 1;
  auditd.feed(log.substr(0, half), kPerSecond);
  ASSERT_TRUE(wait_for_events(1));
  AuditdLike others(other.command(), other.audit_log);
  others.feed(other.log(), kPerSecond);
  EXPECT_TRUE(soon([&] {
    return others.plugin().said().find(
               "another plugin delivers as shared, on host bastion01: nothing is delivered here") !=
           std::string::npos;
  }));
  auditd.feed(log.substr(half), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(log)));
  EXPECT_TRUE(of_host(committed(), "bastion02").empty());
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->err, "");
  others.stop();
  // Somebody puts it right; nothing of it is lost.
  std::string config = read_file(other.config);
  config.replace(config.find("id: shared"), 10, "id: ownone");
  write_file(other.config, config);
  others.start();
  EXPECT_TRUE(wait_for_events(events_in(log) + events_in(other.log())));
  const auto found = committed();
  EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size());
}

// What becomes of a plugin's folder while it is not there. It is fed a first part before, a second one while
// it is away, and a third.
class LostSpool : public ExactlyOnce {
 protected:
  void run(const std::function<void(Host&)>& between) {
    Host host("04-sudo", *this);
    const std::string& log = host.log();
    AuditdLike auditd(host.command(), host.audit_log);
    std::mt19937 random(47);
    const auto cuts = cuts_of(log, 2, random);
    auditd.feed(log.substr(0, cuts[0]), kPerSecond);
    ASSERT_TRUE(wait_for_events(events_in(log.substr(0, cuts[0]))));
    // Once a second it notes what is delivered.
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    auditd.kill_plugin();
    auditd.feed(log.substr(cuts[0], cuts[1] - cuts[0]), 0);
    between(host);
    auditd.start();
    auditd.feed(log.substr(cuts[1]), kPerSecond);
    EXPECT_TRUE(wait_for_events(events_in(log)));
    const auto ran = auditd.stop();
    ASSERT_TRUE(ran.has_value());
    said_ = ran->err;
    const Compared events = compare(only_events(committed()), only_events(host.replay.shaped()));
    EXPECT_THAT(events.missing, IsEmpty());
    EXPECT_THAT(events.unwanted, IsEmpty());
    repeated_ = events.repeated;
  }
  std::string said_;
  std::size_t repeated_ = 0;
};

TEST_F(LostSpool, ThatIsGone) {
  run([](const Host& host) { std::filesystem::remove_all(host.spool); });
  EXPECT_THAT(said_, HasSubstr("the checkpoint in Kafka is of another spool"));
}

TEST_F(LostSpool, ThatIsDamaged) {
  run([](const Host& host) {
    std::filesystem::remove(host.spool + "/spool.db-wal");
    write_file(host.spool + "/spool.db", "no database");
  });
  EXPECT_THAT(said_, HasSubstr("it is set aside, and a new spool begun"));
}

TEST_F(LostSpool, ThatIsAnOlderCopy) {
  run([this](Host& host) {
    // The copy is of a plugin that went on after it.
    const std::string copy = host.replay.folder.path("copy");
    std::filesystem::copy(host.spool, copy);
    AuditdLike auditd(host.command(), host.replay.folder.path("not.log"));
    auditd.feed(host.log(), kPerSecond);
    EXPECT_TRUE(wait_for_events(events_in(host.log())));
    auditd.kill_plugin();
    std::filesystem::remove_all(host.spool);
    std::filesystem::rename(copy, host.spool);
  });
  EXPECT_THAT(said_, HasSubstr("this one is set aside, and a new one begun"));
}

// Both are at work: the copy is found out by what the other one has delivered since, and the other one by
// being put out.
TEST_F(ExactlyOnce, OfASpoolAndItsCloneOnlyOneDelivers) {
  Host host("04-sudo", *this);
  Host clone("11-su", *this);
  const std::string& log = host.log();
  std::mt19937 random(53);
  const auto cuts = cuts_of(log, 2, random);
  AuditdLike auditd(host.command(), host.audit_log);
  auditd.feed(log.substr(0, cuts[0]), kPerSecond);
  ASSERT_TRUE(wait_for_events(events_in(log.substr(0, cuts[0]))));
  std::filesystem::copy(host.spool, clone.spool);
  auditd.feed(log.substr(cuts[0], cuts[1] - cuts[0]), kPerSecond);
  const std::size_t before = events_in(log.substr(0, cuts[1]));
  ASSERT_TRUE(wait_for_events(before));
  AuditdLike clones(clone.command(), clone.audit_log);
  clones.feed(clone.log(), kPerSecond);
  EXPECT_TRUE(wait_for_events(before + events_in(clone.log())));
  EXPECT_THAT(clones.plugin().said(), HasSubstr("this one is set aside, and a new one begun"));
  auditd.feed(log.substr(cuts[1]), kPerSecond);
  EXPECT_TRUE(soon([&] {
    return auditd.plugin().said().find("another plugin delivers as auweave-bastion01") !=
           std::string::npos;
  }));
  EXPECT_EQ(only_events(committed()).size(), before + events_in(clone.log()));
  const auto found = committed();
  EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size());
}

// What was in it is gone, and with it the checkpoint, which is its offset.
TEST_F(ExactlyOnce, WhenATopicIsMadeAnew) {
  Host host("04-sudo", *this);
  const std::string& log = host.log();
  const std::size_t half = log.find('\n', log.find("type=EOE", log.size() / 2)) + 1;
  AuditdLike auditd(host.command(), host.audit_log);
  auditd.feed(log.substr(0, half), kPerSecond);
  ASSERT_TRUE(wait_for_events(events_in(log.substr(0, half))));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  auditd.kill_plugin();
  support::delete_topics(broker_->inside(), {topics_["event"]});
  support::create_topics(broker_->inside(), {topics_["event"]}, kPartitions);
  auditd.start();
  auditd.feed(log.substr(half), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(log.substr(half))));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_THAT(ran->err, HasSubstr("Kafka has no checkpoint any more"));
  const auto found = committed();
  EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size());
  EXPECT_EQ(count_of_findings(), 1);
}

// "auweave/2 " and host, spool, instance, note, log, number, in hex: a version of before had "auweave/1 "
// and the first four.
std::string as_of_before(const std::string& metadata) {
  const std::size_t begin = metadata.find(' ') + 1;
  const auto byte = [&](std::size_t at) { return std::stoul(metadata.substr(at, 2), nullptr, 16); };
  std::size_t at = begin;
  for (int text = 0; text < 4; ++text) {
    std::size_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::size_t part = byte(at);
      at += 2;
      size |= (part & 0x7FU) << shift;
      if (part < 0x80) break;
    }
    at += 2 * size;
  }
  EXPECT_TRUE(metadata.starts_with("auweave/2 "));
  EXPECT_LT(at, metadata.size());
  return "auweave/1 " + metadata.substr(begin, at - begin);
}

TEST_F(ExactlyOnce, AfterAVersionWithoutNumbersALogBegins) {
  Host host("04-sudo", *this);
  const std::string& log = host.log();
  const std::size_t half = log.find('\n', log.find("type=EOE", log.size() / 2)) + 1;
  AuditdLike auditd(host.command(), host.audit_log);
  auditd.feed(log.substr(0, half), kPerSecond);
  ASSERT_TRUE(wait_for_events(events_in(log.substr(0, half))));
  auditd.stop();
  support::change_metadata(broker_->inside(), "auweave-bastion01", topics_["event"], as_of_before);
  auditd.start();
  auditd.feed(log.substr(half), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(log)));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->err, "");
  EXPECT_EQ(count_of_findings(), 0);
  const auto found = committed();
  EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size());
  EXPECT_THAT(leaves().wrong, IsEmpty());
  EXPECT_EQ(leaves().logs.size(), 2U);
}

// The broker takes less than it did when the plugin looked; whole transactions fail for one document then.
TEST_F(ExactlyOnce, WhenADocumentIsTooLarge) {
  Host host("09-argv", *this);
  const std::string& log = host.log();
  const std::size_t some = log.find('\n', log.find("type=EOE", log.size() / 10)) + 1;
  AuditdLike auditd(host.command(), host.audit_log);
  auditd.feed(log.substr(0, some), kPerSecond);
  ASSERT_TRUE(wait_for_events(events_in(log.substr(0, some))));
  broker_->configure(topics_["event"], "max.message.bytes=20000");
  auditd.feed(log.substr(some), kPerSecond);
  EXPECT_TRUE(wait_for_events(events_in(log)));
  auditd.stop();
  std::set<std::string> ids;
  std::size_t cut = 0;
  const auto events = only_events(committed());
  for (const std::string& json : events) {
    ids.insert(support::parse(json)["event_id"].GetString());
    if (json.find("\"truncated\":") != std::string::npos) ++cut;
  }
  EXPECT_EQ(ids.size(), events.size());
  EXPECT_EQ(events.size(), events_in(log));
  EXPECT_GT(cut, 0U);
}

}  // namespace
}  // namespace auweave::e2e
