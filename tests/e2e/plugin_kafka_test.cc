// The plugin with a real Kafka: what auditd and tlog wrote goes in, what a consumer reads comes
// out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include "leaves.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::Message;
using support::text;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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
  make_topics(address, topics);
  const std::string file_path = replay.folder.path("documents.jsonl");
  Running running(name, {{"bootstrap.servers", address}},
                  prefix.empty() ? "" : "topics: " + flow_map(topics) + ", ",
                  {file_sink(file_path)});
  running.feed();
  EXPECT_TRUE(running.delivers_all());
  ran = running.end();
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

// Every capture there is.
class EveryCapture : public PluginKafka {};

std::vector<Case> every_capture() {
  static const std::vector<std::string> names = support::capture_names();
  static std::deque<std::string> prefixes;
  std::vector<Case> cases;
  for (const std::string& name : names) {
    prefixes.push_back("every." + name.substr(0, 2) + ".");
    cases.push_back({name.c_str(), prefixes.back().c_str()});
  }
  return cases;
}

TEST_P(PluginKafka, EndsWithoutComplaint) {
  EXPECT_EQ(delivery().ran.status, 0);
  // librdkafka may say that a fresh broker made it try again.
  EXPECT_THAT(delivery().ran.err, Not(HasSubstr("auweave: ")));
}

TEST_P(EveryCapture, EveryDocumentArrivesOnce) {
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

TEST_P(EveryCapture, EachKindHasItsTopic) {
  for (const Message& message : delivery().messages) {
    EXPECT_EQ(message.topic, delivery().topics.at(text(support::parse(message.value), "kind")));
  }
}

TEST_P(EveryCapture, TheKeyIsTheSession) {
  for (const Message& message : delivery().messages) {
    const auto document = support::parse(message.value);
    const std::string session = text(document, "session_id");
    EXPECT_EQ(message.key, session.empty() ? text(document, "host") : session) << message.value;
  }
}

// Kafka's own rule for a key (org.apache.kafka.common.utils.Utils.murmur2), so that a consumer in Java
// finds a session where its own producers would have put it.
std::int32_t java_partition(const std::string& key, int partitions) {
  constexpr std::uint32_t m = 0x5bd1e995;
  std::uint32_t h = 0x9747b28cU ^ static_cast<std::uint32_t>(key.size());
  const auto byte = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(key[at]));
  };
  std::size_t at = 0;
  for (; at + 4 <= key.size(); at += 4) {
    std::uint32_t k = byte(at) | byte(at + 1) << 8U | byte(at + 2) << 16U | byte(at + 3) << 24U;
    k *= m;
    k ^= k >> 24U;
    h = (h * m) ^ (k * m);
  }
  const std::size_t left = key.size() - at;
  if (left >= 3) h ^= byte(at + 2) << 16U;
  if (left >= 2) h ^= byte(at + 1) << 8U;
  if (left >= 1) h = (h ^ byte(at)) * m;
  h = (h ^ (h >> 13U)) * m;
  h ^= h >> 15U;
  return static_cast<std::int32_t>((h & 0x7fffffffU) % static_cast<std::uint32_t>(partitions));
}

TEST_P(EveryCapture, ThePartitionIsKafkasOwnChoice) {
  for (const Message& message : delivery().messages) {
    EXPECT_EQ(message.partition, java_partition(message.key, kPartitions)) << message.key;
  }
}

TEST_P(EveryCapture, TheHeadersAreThoseOfACloudEvent) {
  using Headers = std::vector<std::pair<std::string, std::string>>;
  for (const Message& message : delivery().messages) {
    const auto document = support::parse(message.value);
    Headers expected = {{"content-type", "application/json"},
                        {"ce_specversion", "1.0"},
                        {"ce_id", text(document, "event_id")},
                        {"ce_type", "auweave." + text(document, "kind")},
                        {"ce_source", "//" + text(document, "host") + "/auweave"}};
    if (document.HasMember("time")) expected.emplace_back("ce_time", text(document, "time"));
    ASSERT_EQ(message.headers.size(), expected.size() + 2) << message.value;
    const auto leaf = message.headers.begin() + static_cast<std::ptrdiff_t>(expected.size());
    EXPECT_EQ(Headers(message.headers.begin(), leaf), expected) << message.value;
    EXPECT_THAT(leaf[0],
                testing::Pair("auweave-log",
                              testing::MatchesRegex("bastion01/auweave/auweave-bastion01/.*")));
    EXPECT_EQ(leaf[1].first, "auweave-leaf");
  }
}

// Without a spool all count in one log.
TEST_P(EveryCapture, TheDocumentsAreNumbered) {
  const Leaves leaves = leaves_of(delivery().messages);
  EXPECT_THAT(leaves.wrong, IsEmpty());
  ASSERT_EQ(leaves.logs.size(), 1U);
  EXPECT_EQ(leaves.logs.begin()->second, delivery().messages.size());
}

INSTANTIATE_TEST_SUITE_P(Captures, EveryCapture, testing::ValuesIn(every_capture()),
                         [](const auto& its) {
                           return "capture_" + std::string(its.param.name, 2);
                         });

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
    EXPECT_NE(text(chunk, "vouched_by"), "") << line;
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
  make_topics(broker_->address(), topics);
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

// A mapping's `topic`, `key` and `headers`: root's events have a topic of their own, with the account as
// key, and a header.
TEST_P(PluginKafka, DocumentsGoWhereTheMappingSays) {
  const Replay& replay = delivery().replay;
  const std::string mapping = replay.folder.path("own.yaml");
  support::write_file(mapping,
                      "version: 1\nextends: " + support::source_folder() +
                          "/mappings/flat.yaml\ndocuments:\n  event:\n    key: actor\n"
                          "    headers: {actor: actor}\n"
                          "    rules: [{when: {effective_user: root}, topic: restricted}]\n");
  auto topics = topics_with(std::string(GetParam().prefix) + "says.");
  topics["restricted"] = std::string(GetParam().prefix) + "says.restricted";
  make_topics(broker_->address(), topics);
  std::string config =
      replay.config({"- kafka: {topics: " + flow_map(topics) +
                     ", properties: {bootstrap.servers: \"" + broker_->address() + "\"}}"});
  const std::string preset = support::source_folder() + "/mappings/flat.yaml";
  config.replace(config.find(preset), preset.size(), mapping);
  const std::string config_path = replay.folder.path("says.yaml");
  support::write_file(config_path, config);
  LiveProgram plugin({support::auweave(), "plugin", "--config", config_path});
  plugin.write(replay.capture.plugin);
  plugin.close_input();
  const auto ran = plugin.wait();
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 0) << ran->err;
  std::size_t events = 0, restricted = 0;
  for (const Message& message : support::read_topics(broker_->address(), values_of(topics))) {
    const auto document = support::parse(message.value);
    if (text(document, "kind") != "event") continue;
    ++events;
    const bool root = text(document, "effective_user") == "root";
    if (root) ++restricted;
    EXPECT_EQ(message.topic, topics.at(root ? "restricted" : "event")) << message.value;
    const std::string actor = text(document, "actor");
    if (!actor.empty()) {
      EXPECT_EQ(message.key, actor);
      EXPECT_THAT(message.headers, testing::Contains(testing::Pair("actor", actor)));
    } else {
      EXPECT_THAT(message.headers, Not(testing::Contains(testing::Key("actor"))));
    }
  }
  EXPECT_GT(restricted, 0U);
  EXPECT_GT(events, restricted);
  const auto is_event = [](const Message& message) {
    return text(support::parse(message.value), "kind") == "event";
  };
  EXPECT_EQ(events, static_cast<std::size_t>(std::count_if(delivery().messages.begin(),
                                                           delivery().messages.end(), is_event)));
}

}  // namespace
}  // namespace auweave::e2e
