// The plugin with a broker that is away, dies, refuses or wants a password: one clear line for each,
// recovery by itself, and every document delivered or counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "leaves.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::Broker;
using support::BrokerOptions;
using support::lines_of;
using support::Message;
using support::text;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Properties = std::map<std::string, std::string>;

std::vector<std::string> received(const Broker& broker) {
  std::vector<std::string> values;
  for (const Message& message : support::read_topics(broker.inside(), values_of(topics_with("")))) {
    values.push_back(message.value);
  }
  return sorted(values);
}

// A replay that pauses for seconds makes the plugin believe that its recordings are late: what is made
// of them depends on how long the pause was, audit events do not.
std::vector<std::string> events_of(std::vector<std::string> documents) {
  std::erase_if(documents, [](const std::string& one) {
    return one.find("\"kind\":\"event\"") == std::string::npos;
  });
  return documents;
}

// What is one of each event or chunk, whatever the time.
std::vector<std::string> untimed(std::vector<std::string> documents) {
  std::erase_if(documents, [](const std::string& one) {
    return one.find("\"kind\":\"event\"") == std::string::npos &&
           one.find("\"kind\":\"tty\"") == std::string::npos;
  });
  return documents;
}

// The lists are long; what differs is not.
void expect_same(std::vector<std::string> got, std::vector<std::string> wanted) {
  got = sorted(std::move(got));
  wanted = sorted(std::move(wanted));
  std::vector<std::string> missing;
  std::vector<std::string> unwanted;
  std::set_difference(wanted.begin(), wanted.end(), got.begin(), got.end(),
                      std::back_inserter(missing));
  std::set_difference(got.begin(), got.end(), wanted.begin(), wanted.end(),
                      std::back_inserter(unwanted));
  EXPECT_TRUE(missing.empty()) << missing.size() << " missing, such as " << missing.front();
  EXPECT_TRUE(unwanted.empty()) << unwanted.size() << " unwanted, such as " << unwanted.front();
}

std::size_t count_of(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
    ++count;
  return count;
}

class PluginBroker : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const std::string missing = Broker::missing(GetParam());
    if (!missing.empty()) GTEST_SKIP() << missing;
  }
  void start(BrokerOptions options = {}) {
    options.version = GetParam();
    options.sets.emplace_back("auto.create.topics.enable=false");
    broker_ = std::make_unique<Broker>(options);
    if (options.started) make_topics(broker_->inside(), topics_with(""));
  }
  [[nodiscard]] bool is_kafka_4() const { return std::string(GetParam()) == support::kKafka4; }

  std::unique_ptr<Broker> broker_;
};

TEST_P(PluginBroker, MayComeLater) {
  start({.started = false});
  Running running("01-login-password", broker_->properties());
  running.feed();
  EXPECT_TRUE(running.says("nobody listens there"));
  EXPECT_TRUE(soon([&] { return running.trouble().find("nobody listens") == 0; }));
  broker_->start();
  make_topics(broker_->inside(), topics_with(""));
  EXPECT_TRUE(running.says("delivers again"));
  const auto ran = running.end();
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(count_of(ran.err, "nobody listens"), 1U) << ran.err;
  expect_same(received(*broker_), running.replay.shaped());
}

TEST_P(PluginBroker, MayBeKilledAndComeBack) {
  start();
  Running running("30-load", broker_->properties(), "queue: 256MiB, ");
  const std::size_t whole = running.replay.capture.plugin.size();
  running.feed_to(whole / 4);
  broker_->kill();
  running.feed_to(whole / 2);
  broker_->restart();
  EXPECT_TRUE(running.says("delivers again"));
  running.feed();
  EXPECT_TRUE(running.delivers_all());
  const auto ran = running.end();
  EXPECT_EQ(ran.status, 0);
  EXPECT_THAT(ran.err, Not(HasSubstr("not delivered")));
  EXPECT_LE(lines_of(ran.err).size(), 3U) << ran.err;
  expect_same(events_of(received(*broker_)), events_of(running.replay.shaped()));
}

// Nothing is on its way when the broker dies; the next document shows that it is away.
TEST_P(PluginBroker, MayDieWhileNothingHappens) {
  start();
  Running running("01-login-password", broker_->properties());
  running.feed_half();
  ASSERT_TRUE(running.delivers_all());
  broker_->kill();
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  running.feed();
  EXPECT_TRUE(running.says("nobody listens there"));
  EXPECT_TRUE(soon([&] { return running.trouble().find("nobody listens") == 0; }));
  broker_->restart();
  EXPECT_TRUE(running.says("delivers again"));
  running.end();
  expect_same(events_of(received(*broker_)), events_of(running.replay.shaped()));
}

// A broker that takes connections and answers nothing.
TEST_P(PluginBroker, MayHang) {
  start();
  Running running("01-login-password", broker_->properties());
  running.feed_half();
  ASSERT_TRUE(running.delivers_all());
  broker_->pause();
  running.feed();
  EXPECT_TRUE(running.says("no answer to what was sent"));
  broker_->resume();
  EXPECT_TRUE(running.says("answers again"));
  running.end();
  expect_same(events_of(received(*broker_)), events_of(running.replay.shaped()));
}

// A queue of 1 MiB and no broker for 46,000 documents.
TEST_P(PluginBroker, WhatIsDroppedIsCountedAndTold) {
  start({.started = false});
  Running running("30-load", broker_->properties(), "queue: 1MiB, ");
  running.feed();
  const std::vector<std::string> expected = running.replay.shaped();
  const auto events = [&] {
    const auto now = running.status();
    return now.HasMember("documents") ? now["documents"]["event"].GetInt64() : 0;
  };
  ASSERT_TRUE(soon([&] { return events() >= 46'000; }));
  EXPECT_TRUE(running.says("the queue is full, the oldest documents are dropped: "));
  broker_->start();
  make_topics(broker_->inside(), topics_with(""));
  EXPECT_TRUE(running.says("delivers again"));
  EXPECT_TRUE(running.delivers_all());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // the loss documents themselves
  running.end();

  std::map<std::string, std::int64_t> counted;
  std::map<std::string, std::int64_t> made;
  std::vector<std::string> delivered;
  for (const std::string& value : received(*broker_)) {
    const auto document = support::parse(value);
    if (text(document, "what") == "loss" && document.HasMember("lost_kind")) {
      EXPECT_EQ(text(document, "sink"), "kafka " + broker_->address());
      EXPECT_LE(text(document, "first_time"), text(document, "last_time"));
      counted[text(document, "lost_kind")] += document["count"].GetInt64();
    } else {
      ++counted[text(document, "kind")];
      delivered.push_back(value);
    }
  }
  for (const std::string& value : expected) ++made[text(support::parse(value), "kind")];
  counted.erase("pipeline");  // that the plugin started, which `shape` does not tell
  EXPECT_EQ(counted, made);
  // A document that was dropped had no number.
  const Leaves leaves =
      leaves_of(support::read_topics(broker_->inside(), values_of(topics_with(""))));
  EXPECT_THAT(leaves.wrong, IsEmpty());
  EXPECT_EQ(leaves.repeated, 0U);
  EXPECT_EQ(leaves.logs.size(), 1U);
  EXPECT_LT(delivered.size(), expected.size() / 4) << "nothing was dropped: this says nothing";
  // Sessions are dropped last.
  EXPECT_EQ(std::count_if(delivered.begin(), delivered.end(),
                          [](const std::string& value) {
                            return value.find("\"kind\":\"session\"") != std::string::npos;
                          }),
            made["session"]);
}

TEST_P(PluginBroker, MayLackATopicForAWhile) {
  start({.started = false});
  broker_->start();
  Running running("01-login-password", broker_->properties());
  running.feed();
  EXPECT_TRUE(running.says("topic audit.events does not exist"));
  make_topics(broker_->inside(), topics_with(""));
  EXPECT_TRUE(running.says("delivers again"));
  const auto ran = running.end();
  EXPECT_EQ(count_of(ran.err, "does not exist"), 6U) << ran.err;  // one line names all six
  expect_same(received(*broker_), running.replay.shaped());
}

TEST_P(PluginBroker, MustNotCompactEvents) {
  start();
  broker_->configure("audit.events", "cleanup.policy=compact");
  Running running("01-login-password", broker_->properties());
  running.feed();
  EXPECT_TRUE(running.says("topic audit.events is compacted, which would lose"));
  broker_->configure("audit.events", "cleanup.policy=delete");
  EXPECT_TRUE(running.says("delivers again"));
  running.end();
  expect_same(received(*broker_), running.replay.shaped());
}

// Long output of a terminal, and a topic that takes 2000 bytes: documents are cut, and say so.
TEST_P(PluginBroker, MayTakeSmallDocumentsOnly) {
  start();
  broker_->configure("audit.tty", "max.message.bytes=2000");
  Running running("08-long-output", broker_->properties());
  running.feed();
  const auto expected = running.replay.shaped();
  EXPECT_TRUE(running.delivers_all());
  const auto ran = running.end();
  EXPECT_THAT(ran.err, IsEmpty());
  const auto values = received(*broker_);
  EXPECT_EQ(values.size(), expected.size());
  std::set<std::string> whole(expected.begin(), expected.end());
  std::size_t cut = 0;
  for (const std::string& value : values) {
    if (whole.contains(value)) continue;
    ++cut;
    EXPECT_LT(value.size(), 2000U);
    const auto document = support::parse(value);
    EXPECT_GT(document["truncated"].GetInt64(), 0) << value;
  }
  EXPECT_GT(cut, 100U);
}

// The limit becomes smaller while the plugin runs.
TEST_P(PluginBroker, MayTakeLessThanItDid) {
  start();
  Running running("08-long-output", broker_->properties());
  running.feed_half();
  ASSERT_TRUE(running.delivers_all());
  for (const auto& [kind, topic] : topics_with(""))
    broker_->configure(topic, "max.message.bytes=1500");
  running.feed();
  EXPECT_TRUE(running.says("delivers again"));
  const auto ran = running.end();
  EXPECT_EQ(untimed(received(*broker_)).size(), untimed(running.replay.shaped()).size()) << ran.err;
}

// Small documents in batches that a topic does not take, while the broker does not tell its limit
// again: not one is lost. (Their order may suffer: batches behind a refused one are on their way.)
TEST_P(PluginBroker, MayTakeSmallBatchesOnly) {
  start();
  Running running("30-load", broker_->properties(), "queue: 256MiB, ");  // while none is taken
  running.feed_to(100'000);
  ASSERT_TRUE(running.delivers_all());
  broker_->configure("audit.events", "max.message.bytes=20000");
  std::this_thread::sleep_for(std::chrono::milliseconds(2500));  // the plugin takes it for a pause
  running.feed();
  EXPECT_TRUE(running.delivers_all()) << running.plugin->said();
  const auto ran = running.end();
  EXPECT_THAT(ran.err, Not(HasSubstr("refused")));
  expect_same(events_of(received(*broker_)), events_of(running.replay.shaped()));
}

struct Refusal {
  const char* name;
  BrokerOptions options;
  Properties wrong;
  const char* words;
};

TEST_P(PluginBroker, SaysWhyItIsRefused) {
  const std::string not_its_ca = "/etc/ssl/certs/ca-certificates.crt";
  const std::vector<Refusal> refusals = {
      {"password",
       {.sasl = true},
       {{"sasl.password", "wrong"}},
       "refuses the user name or the password"},
      {"tls",
       {.tls = true},
       {{"ssl.ca.location", not_its_ca}},
       "certificate is not signed by ssl.ca.location"},
      {"protocol", {.tls = true}, {{"security.protocol", "plaintext"}}, "does it want TLS"},
  };
  for (const Refusal& refusal : refusals) {
    start(refusal.options);
    Properties properties = broker_->properties();
    for (const auto& [name, value] : refusal.wrong) properties[name] = value;
    if (properties["security.protocol"] == "plaintext") properties.erase("ssl.ca.location");
    Running running("01-login-password", properties);
    running.feed();
    EXPECT_TRUE(running.says(refusal.words)) << refusal.name << ": " << running.plugin->said();
    EXPECT_TRUE(soon([&] { return running.trouble().find(refusal.words) != std::string::npos; }));
    const auto ran = running.end();
    auto lines = lines_of(ran.err);
    // A warning, which is not about the refusal.
    std::erase_if(lines, [](const std::string& line) {
      return line.find("the password goes out in clear") != std::string::npos;
    });
    EXPECT_EQ(lines.size(), 2U) << ran.err;
    EXPECT_THAT(lines.back(),
                HasSubstr("not delivered at the end: 9 command, 60 event, 3 session, 1 tty"));
    EXPECT_EQ(ran.status, 0);
  }
}

TEST_P(PluginBroker, MayWantTlsAndAPassword) {
  struct Want {
    BrokerOptions options;
    const char* mechanism;
  };
  std::vector<Want> wants = {{{.tls = true, .sasl = true}, "PLAIN"}, {{.mtls = true}, ""}};
  if (!is_kafka_4()) wants.push_back({{.tls = true, .sasl = true}, "SCRAM-SHA-512"});
  for (const Want& want : wants) {
    start(want.options);
    Running running("01-login-password", broker_->properties(want.mechanism));
    running.feed();
    EXPECT_TRUE(running.delivers_all());
    const auto ran = running.end();
    EXPECT_THAT(ran.err, IsEmpty()) << want.mechanism;
    EXPECT_EQ(received(*broker_), sorted(running.replay.shaped())) << want.mechanism;
  }
}

class PluginBrokerWithoutScram : public PluginBroker {};

// Debian 12's librdkafka repeats its nonce, which Kafka 4 does not take.
TEST_P(PluginBrokerWithoutScram, SaysWhyScramFails) {
  start({.tls = true, .sasl = true});
  Running running("01-login-password", broker_->properties("SCRAM-SHA-512"));
  running.feed();
  EXPECT_TRUE(
      running.says("the broker is Kafka 4 or later, and SCRAM with it needs librdkafka 2.6.1"))
      << running.plugin->said();
  running.end();
}

INSTANTIATE_TEST_SUITE_P(Kafka3, PluginBroker, testing::Values(support::kKafka3));
INSTANTIATE_TEST_SUITE_P(Kafka4, PluginBrokerWithoutScram, testing::Values(support::kKafka4));
INSTANTIATE_TEST_SUITE_P(Kafka4, PluginBroker, testing::Values(support::kKafka4));

}  // namespace
}  // namespace auweave::e2e
