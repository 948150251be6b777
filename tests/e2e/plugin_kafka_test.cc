// The plugin with a real Kafka: what auditd and tlog wrote goes in, what a consumer reads comes
// out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <memory>
#include <set>

#include "live_program.h"
#include "replay.h"
#include "support/broker.h"
#include "support/consumer.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::Message;
using support::text;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int kPartitions = 3;

// By kind, as they are called unless configured otherwise.
const std::map<std::string, std::string> kTopics = {{"event", "audit.events"},
                                                    {"tty", "audit.tty"},
                                                    {"session", "audit.sessions"},
                                                    {"pipeline", "audit.pipeline"},
                                                    {"deadletter", "audit.deadletter"}};

std::map<std::string, std::string> topics_with(const std::string& prefix) {
  std::map<std::string, std::string> topics = kTopics;
  for (auto& [kind, topic] : topics) topic.insert(0, prefix);
  return topics;
}

std::string flow_map(const std::map<std::string, std::string>& pairs) {
  std::string all;
  for (const auto& [name, value] : pairs) {
    all.append(all.empty() ? "" : ", ").append(name + ": \"" + value + "\"");
  }
  return "{" + all + "}";
}

std::vector<std::string> values_of(const std::map<std::string, std::string>& pairs) {
  std::vector<std::string> values;
  for (const auto& [name, value] : pairs) values.push_back(value);
  return values;
}

// One capture through the plugin, and what came out where.
struct Delivery {
  Delivery(const std::string& address, const std::string& name, const std::string& prefix);

  Replay replay;
  std::map<std::string, std::string> topics;
  support::Ran ran;
  std::vector<Message> messages;
  std::vector<std::string> file;
};

Delivery::Delivery(const std::string& address, const std::string& name, const std::string& prefix)
    : replay(name), topics(topics_with(prefix)) {
  support::create_topics(address, values_of(topics), kPartitions);
  const std::string file_path = replay.folder.path("documents.jsonl");
  const std::string config_path = replay.folder.path("auweave.yaml");
  const std::string named = prefix.empty() ? "" : "topics: " + flow_map(topics) + ", ";
  const std::string kafka =
      "- kafka: {" + named + "properties: {bootstrap.servers: \"" + address + "\"}}";
  support::write_file(config_path, replay.config({kafka, file_sink(file_path)}));
  ran =
      support::run({support::auweave(), "plugin", "--config", config_path}, replay.capture.plugin);
  messages = support::read_topics(address, values_of(topics));
  file = lines_of(support::read_file(file_path));
}

struct Case {
  const char* name;
  const char* prefix;  // "": the topics have their usual names
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class PluginKafka : public testing::TestWithParam<Case> {
 protected:
  static void SetUpTestSuite() {
    if (support::Broker::missing().empty()) broker_ = std::make_unique<support::Broker>();
  }
  static void TearDownTestSuite() {
    deliveries_.clear();
    broker_.reset();
  }
  void SetUp() override {
    if (broker_ == nullptr) GTEST_SKIP() << support::Broker::missing();
  }

  // Made by the first test that asks.
  static const Delivery& delivery() {
    auto& made = deliveries_[GetParam().name];
    if (made == nullptr) {
      made = std::make_unique<Delivery>(broker_->address(), GetParam().name, GetParam().prefix);
    }
    return *made;
  }

  static std::unique_ptr<support::Broker> broker_;
  static std::map<std::string, std::unique_ptr<Delivery>> deliveries_;
};

std::unique_ptr<support::Broker> PluginKafka::broker_;
std::map<std::string, std::unique_ptr<Delivery>> PluginKafka::deliveries_;

TEST_P(PluginKafka, EndsWithoutComplaint) {
  EXPECT_EQ(delivery().ran.status, 0);
  // librdkafka may say that a fresh broker made it try again.
  EXPECT_THAT(delivery().ran.err, Not(HasSubstr("auweave: ")));
}

TEST_P(PluginKafka, EveryDocumentArrivesOnce) {
  std::vector<std::string> received;
  std::set<std::string> ids;
  for (const Message& message : delivery().messages) {
    received.push_back(message.value);
    ids.insert(text(support::parse(message.value), "event_id"));
  }
  const std::vector<std::string> expected = sorted(delivery().replay.shaped());
  EXPECT_THAT(expected, Not(IsEmpty()));
  EXPECT_EQ(ids.size(), expected.size());
  EXPECT_EQ(sorted(received), expected);
  EXPECT_EQ(sorted(delivery().file), expected);
}

TEST_P(PluginKafka, EachKindHasItsTopic) {
  for (const Message& message : delivery().messages) {
    EXPECT_EQ(message.topic, delivery().topics.at(text(support::parse(message.value), "kind")));
  }
}

TEST_P(PluginKafka, TheKeyIsTheSession) {
  for (const Message& message : delivery().messages) {
    const auto document = support::parse(message.value);
    const std::string session = text(document, "session_id");
    EXPECT_EQ(message.key, session.empty() ? text(document, "host") : session) << message.value;
  }
}

TEST_P(PluginKafka, AKeyStaysInOnePartition) {
  std::map<std::string, std::set<std::int32_t>> partitions;
  std::set<std::int32_t> used;
  for (const Message& message : delivery().messages) {
    partitions[message.key].insert(message.partition);
    used.insert(message.partition);
  }
  for (const auto& [key, its] : partitions) EXPECT_EQ(its.size(), 1U) << key;
  EXPECT_GT(used.size(), 1U) << "all keys went one way: this says nothing";
}

using ByTopicAndKey = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

TEST_P(PluginKafka, AKeyKeepsItsOrder) {
  ByTopicAndKey sent;
  ByTopicAndKey received;
  for (const std::string& line : delivery().file) {
    const auto document = support::parse(line);
    const std::string session = text(document, "session_id");
    const std::string key = session.empty() ? text(document, "host") : session;
    sent[{delivery().topics.at(text(document, "kind")), key}].push_back(line);
  }
  for (const Message& message : delivery().messages) {
    received[{message.topic, message.key}].push_back(message.value);
  }
  EXPECT_EQ(received, sent);
}

// What truth.json says about the session of a recording.
const rapidjson::Value& true_session(const support::Capture& capture, std::int64_t ses) {
  for (const auto& session : capture.truth["sessions"].GetArray()) {
    if (support::number(session, "ses") == ses) return session;
  }
  throw std::runtime_error("truth.json has no session " + std::to_string(ses));
}

TEST_P(PluginKafka, RecordingsNameTheirActor) {
  const support::Capture& capture = delivery().replay.capture;
  std::map<std::pair<std::string, std::int64_t>, rapidjson::Document> chunks;
  for (const Message& message : delivery().messages) {
    auto document = support::parse(message.value);
    if (text(document, "kind") != "tty") continue;
    auto key = std::pair(text(document, "rec"), document["chunk"].GetInt64());
    EXPECT_TRUE(chunks.emplace(std::move(key), std::move(document)).second) << message.value;
  }
  EXPECT_EQ(chunks.size(), lines_of(capture.tlog).size());
  const std::string boot = capture.boot_id().substr(0, 8);
  for (const std::string& line : lines_of(capture.tlog)) {
    const auto recorded = support::parse(line);
    const std::int64_t ses = recorded["session"].GetInt64();
    const auto& truth = true_session(capture, ses);
    const auto& chunk = chunks[{text(recorded, "rec"), recorded["id"].GetInt64()}];
    ASSERT_TRUE(chunk.IsObject()) << line;
    EXPECT_EQ(text(chunk, "session_id"), kHost + (":" + boot + ":") + std::to_string(ses));
    EXPECT_EQ(text(chunk, "actor"), text(truth, "actor"));
    EXPECT_EQ(text(chunk, "src_ip"), text(truth, "src_ip"));
    EXPECT_TRUE(chunk["verified"].GetBool()) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(Captures, PluginKafka,
                         testing::Values(Case{"01-login-password", ""},
                                         Case{"14-second-hop", "hop."}),
                         [](const auto& its) {
                           return "capture_" + std::string(its.param.name, 2);
                         });

// Records come, then none for a while, and what was sent waits in librdkafka: that is no failure.
TEST_P(PluginKafka, WaitingIsNoFailure) {
  const std::map<std::string, std::string> properties = {{"bootstrap.servers", broker_->address()},
                                                         {"linger.ms", "2000"}};
  const std::string prefix = std::string(GetParam().prefix) + "waiting.";
  const auto topics = topics_with(prefix);
  support::create_topics(broker_->address(), values_of(topics), kPartitions);
  const Replay& replay = delivery().replay;
  const std::string config_path = replay.folder.path("waiting.yaml");
  const std::string file_path = replay.folder.path("waiting.jsonl");
  support::write_file(config_path, replay.config({"- kafka: {topics: " + flow_map(topics) +
                                                      ", properties: " + flow_map(properties) + "}",
                                                  file_sink(file_path)}));
  LiveProgram plugin({support::auweave(), "plugin", "--config", config_path});
  plugin.write(replay.capture.plugin);
  // Both sinks are flushed while no record comes, and this one tells when.
  ASSERT_TRUE(wait_until_written(file_path));
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  EXPECT_EQ(support::read_topics(broker_->address(), values_of(topics)).size(),
            delivery().file.size());
}

}  // namespace
}  // namespace auweave::e2e
