// The rig the other tests stand on: a real broker in every state they ask for, seen from a plain
// client.
#include "support/broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <set>

#include "support/consumer.h"
#include "support/producer.h"

namespace auweave::e2e {
namespace {

using support::Broker;
using support::BrokerOptions;
using support::create_topics;
using support::kKafka3;
using support::kKafka4;
using support::Message;
using support::produce;
using support::Produced;
using support::read_topics;
using support::TopicReader;
using testing::HasSubstr;

using Properties = std::map<std::string, std::string>;

constexpr int kMessages = 100;
constexpr int kWaitMs = 20'000;

// For what is not to be delivered.
Properties impatient(Properties properties) {
  properties["message.timeout.ms"] = "1500";
  return properties;
}

std::size_t different_values(const std::vector<Message>& messages) {
  std::set<std::string> values;
  for (const Message& message : messages) values.insert(message.value);
  return values.size();
}

struct Listener {
  std::string version;
  const char* name;
  BrokerOptions options;
};

void PrintTo(const Listener& listener, std::ostream* out) { *out << listener.name; }

class BrokerRigListeners : public testing::TestWithParam<Listener> {
 protected:
  void SetUp() override {
    const std::string missing = Broker::missing(GetParam().version);
    if (!missing.empty()) GTEST_SKIP() << missing;
    BrokerOptions options = GetParam().options;
    options.version = GetParam().version;
    broker_ = std::make_unique<Broker>(options);
    create_topics(broker_->inside(), {"topic"}, 1);
  }

  // SCRAM of librdkafka before 2.6.1, Debian 12's, is refused by Kafka 4 (see kafka-broker).
  std::vector<std::string> mechanisms() const {
    if (!GetParam().options.sasl) return {""};
    if (GetParam().version == kKafka3) return {"PLAIN", "SCRAM-SHA-512"};
    return {"PLAIN"};
  }

  std::unique_ptr<Broker> broker_;
};

// A client that lacks one thing the listener wants, and what it is told.
struct Stranger {
  Properties properties;
  const char* trouble;
};

std::vector<Stranger> strangers(const BrokerOptions& options, const Properties& good) {
  std::vector<Stranger> all;
  const auto lacking = [&](const std::vector<const char*>& names, const char* trouble) {
    all.push_back({good, trouble});
    for (const char* name : names) all.back().properties.erase(name);
  };
  if (options.tls || options.mtls) lacking({"ssl.ca.location"}, "certificate verify failed");
  if (options.mtls) {
    lacking({"ssl.certificate.location", "ssl.key.location"}, "bad certificate");
  }
  if (options.sasl) {
    all.push_back({good, "Authentication failed"});
    all.back().properties["sasl.password"] = "wrong";
  }
  return all;
}

TEST_P(BrokerRigListeners, DeliverToTheirClientsAlone) {
  std::size_t expected = 0;
  for (const std::string& mechanism : mechanisms()) {
    const Produced produced = produce(broker_->properties(mechanism), "topic", kMessages);
    EXPECT_EQ(produced.delivered, kMessages) << mechanism << produced.failure << produced.trouble;
    expected += kMessages;
  }
  // At once: each takes as long as its patience lasts.
  std::vector<std::pair<const char*, std::future<Produced>>> tries;
  for (const auto& stranger : strangers(GetParam().options, broker_->properties())) {
    tries.emplace_back(stranger.trouble, std::async(std::launch::async, [stranger] {
                         return produce(impatient(stranger.properties), "topic", 1);
                       }));
  }
  for (auto& [trouble, result] : tries) {
    const Produced produced = result.get();
    EXPECT_EQ(produced.delivered, 0U) << trouble;
    EXPECT_THAT(produced.trouble, HasSubstr(trouble));
  }
  EXPECT_EQ(read_topics(broker_->inside(), {"topic"}).size(), expected);
}

std::vector<Listener> listeners(const std::string& version) {
  return {{version, "tls", {.tls = true}},
          {version, "mtls", {.mtls = true}},
          {version, "sasl", {.sasl = true}},
          {version, "tls_sasl", {.tls = true, .sasl = true}},
          {version, "mtls_sasl", {.mtls = true, .sasl = true}}};
}

const auto kListenerName = [](const auto& its) { return std::string(its.param.name); };
INSTANTIATE_TEST_SUITE_P(Kafka3, BrokerRigListeners, testing::ValuesIn(listeners(kKafka3)),
                         kListenerName);
INSTANTIATE_TEST_SUITE_P(Kafka4, BrokerRigListeners, testing::ValuesIn(listeners(kKafka4)),
                         kListenerName);

// One broker a version for all of these; each test has a topic of its own.
class BrokerRig : public testing::TestWithParam<const char*> {
 protected:
  static void TearDownTestSuite() { broker_.reset(); }
  void SetUp() override {
    const std::string missing = Broker::missing(GetParam());
    if (!missing.empty()) GTEST_SKIP() << missing;
    if (version_ == GetParam() && broker_ != nullptr) return;
    version_ = GetParam();
    broker_.reset();
    broker_ = std::make_unique<Broker>(BrokerOptions{.version = version_});
  }

  static void expect_delivered(const std::string& topic) {
    const Produced produced = produce(broker_->properties(), topic, kMessages);
    EXPECT_EQ(produced.delivered, kMessages) << produced.failure << produced.trouble;
  }
  static void expect_not_delivered(const std::string& topic) {
    EXPECT_EQ(produce(impatient(broker_->properties()), topic, 1).delivered, 0U);
  }

  static std::string version_;
  static std::unique_ptr<Broker> broker_;
};

std::string BrokerRig::version_;
std::unique_ptr<Broker> BrokerRig::broker_;

// How many come before one takes too long.
std::size_t read_some(TopicReader& reader, std::size_t wanted) {
  std::size_t got = 0;
  while (got < wanted && reader.poll(kWaitMs).has_value()) ++got;
  return got;
}

TEST_P(BrokerRig, KeepsWhatItHasWhenKilled) {
  const std::string address = broker_->address();
  create_topics(broker_->inside(), {"killed"}, 3);
  TopicReader reader(broker_->inside(), {"killed"});
  expect_delivered("killed");
  EXPECT_EQ(read_some(reader, kMessages), kMessages);
  broker_->kill();
  expect_not_delivered("killed");
  broker_->restart();
  EXPECT_EQ(broker_->address(), address);
  expect_delivered("killed");
  EXPECT_EQ(read_some(reader, kMessages), kMessages);
  EXPECT_FALSE(reader.poll(0).has_value());
  EXPECT_EQ(read_topics(broker_->inside(), {"killed"}).size(), 2 * kMessages);
}

TEST_P(BrokerRig, KeepsWhatItHasWhenStopped) {
  create_topics(broker_->inside(), {"stopped"}, 1);
  expect_delivered("stopped");
  broker_->stop();
  broker_->start();
  const auto messages = read_topics(broker_->inside(), {"stopped"});
  EXPECT_EQ(messages.size(), kMessages);
  EXPECT_EQ(different_values(messages), kMessages);
}

TEST_P(BrokerRig, AnswersNothingWhilePaused) {
  create_topics(broker_->inside(), {"paused"}, 1);
  TopicReader reader(broker_->inside(), {"paused"});
  broker_->pause();
  expect_not_delivered("paused");
  EXPECT_FALSE(reader.poll(100).has_value());
  broker_->resume();
  expect_delivered("paused");
  EXPECT_EQ(read_some(reader, kMessages), kMessages);
}

TEST_P(BrokerRig, StopsWhilePaused) {
  broker_->pause();
  broker_->restart();
  create_topics(broker_->inside(), {"stopped.while.paused"}, 1);
  expect_delivered("stopped.while.paused");
}

// A client that is there first; nobody else gets the address meanwhile.
TEST_P(BrokerRig, StartsLaterThanItsClients) {
  Broker later({.version = version_, .mtls = true, .sasl = true, .started = false});
  const Broker other({.version = version_, .started = false});
  EXPECT_NE(later.address(), other.address());
  Properties properties = later.properties();
  properties["reconnect.backoff.max.ms"] = "500";
  auto produced =
      std::async(std::launch::async, [&] { return produce(properties, "later", kMessages); });
  EXPECT_EQ(produced.wait_for(std::chrono::seconds(1)), std::future_status::timeout);
  later.start();
  EXPECT_EQ(produced.get().delivered, kMessages);
}

const Message& large() {
  static const Message message = {.topic = "small", .value = std::string(5'000, 'x')};
  return message;
}

TEST_P(BrokerRig, ATopicRefusesWhatIsTooLarge) {
  create_topics(broker_->inside(), {"small"}, 1, {"max.message.bytes=2000"});
  const Produced refused = produce(broker_->properties(), {large()});
  EXPECT_EQ(refused.delivered, 0U);
  EXPECT_THAT(refused.failure, HasSubstr("too large"));
  broker_->configure("small", "max.message.bytes=10000");
  EXPECT_EQ(produce(broker_->properties(), {large()}).delivered, 1U);
}

TEST_P(BrokerRig, ABrokerRefusesWhatIsTooLarge) {
  const Broker small({.version = version_, .sets = {"message.max.bytes=2000"}});
  const Produced refused = produce(small.properties(), {large()});
  EXPECT_EQ(refused.delivered, 0U);
  EXPECT_THAT(refused.failure, HasSubstr("too large"));
  EXPECT_EQ(produce(small.properties(), "small", 1).delivered, 1U);
}

TEST_P(BrokerRig, MessagesComeAsTheyWereSent) {
  create_topics(broker_->inside(), {"whole"}, 1);
  TopicReader reader(broker_->inside(), {"whole"});
  EXPECT_FALSE(reader.poll(0).has_value());
  const Message sent = {.topic = "whole",
                        .key = "key",
                        .value = std::string("va\0lue", 6),
                        .headers = {{"b", "1"}, {"a", ""}, {"b", "2"}},
                        .timestamp_ms = 1'700'000'000'123};
  EXPECT_EQ(produce(broker_->properties(), {sent}).delivered, 1U);
  const auto received = reader.poll(kWaitMs);
  ASSERT_TRUE(received.has_value());
  EXPECT_GT(received->received_ns, sent.timestamp_ms * 1'000'000);
  const auto read = read_topics(broker_->inside(), {"whole"});
  ASSERT_EQ(read.size(), 1U);
  for (const Message& message : {received->message, read[0]}) {
    EXPECT_EQ(message.key, sent.key);
    EXPECT_EQ(message.value, sent.value);
    EXPECT_EQ(message.headers, sent.headers);
    EXPECT_EQ(message.timestamp_ms, sent.timestamp_ms);
  }
}

INSTANTIATE_TEST_SUITE_P(Kafka3, BrokerRig, testing::Values(kKafka3));
INSTANTIATE_TEST_SUITE_P(Kafka4, BrokerRig, testing::Values(kKafka4));

}  // namespace
}  // namespace auweave::e2e
