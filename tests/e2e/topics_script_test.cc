// siem/kafka/topics.sh makes topics that the plugin finds nothing wrong with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using testing::HasSubstr;
using testing::IsEmpty;

// What it says of a topic: the line that begins with its name.
std::string line_of(const std::string& described, const std::string& topic) {
  for (const std::string& line : lines_of(described)) {
    if (line.starts_with("Topic: " + topic + "\t")) return line;
  }
  return "";
}

TEST(TopicsScript, MakesWhatThePluginWants) {
  const std::string missing = support::Broker::missing();
  if (!missing.empty()) GTEST_SKIP() << missing;
  const support::Broker broker({.sets = {"auto.create.topics.enable=false"}});
  std::vector<std::string> environment = topics_script_tools();
  environment.insert(environment.end(), {"PARTITIONS=3", "REPLICATION=1"});
  // Once more changes nothing.
  for (int i = 0; i < 2; ++i) {
    const auto made = support::run({topics_script(), broker.inside()}, "", environment);
    ASSERT_EQ(made.status, 0) << made.err;
  }
  std::vector<std::string> tool = kafka_tool("org.apache.kafka.tools.TopicCommand");
  tool.insert(tool.end(), {"--bootstrap-server", broker.inside(), "--describe"});
  const std::string described = support::run(tool).out;
  for (const auto& [kind, topic] : topics_with("")) {
    const bool is_session = kind == "session";
    const std::string about = line_of(described, topic);
    EXPECT_THAT(about, HasSubstr("PartitionCount: 3"));
    EXPECT_THAT(about,
                HasSubstr(is_session ? "cleanup.policy=compact,delete" : "cleanup.policy=delete"));
    if (kind == "event" || kind == "tty" || kind == "command") {
      EXPECT_THAT(about, HasSubstr("retention.ms=1209600000"));
    }
  }
  Running running("01-login-password", broker.properties());
  running.feed();
  EXPECT_TRUE(running.delivers_all());
  const auto ran = running.end();
  EXPECT_THAT(ran.err, IsEmpty());
  auto messages = support::read_topics(broker.inside(), values_of(topics_with("")));
  std::erase_if(messages, [](const auto& each) { return is_of_own_life(each.value); });
  EXPECT_EQ(messages.size(), running.replay.shaped().size());
}

TEST(TopicsScript, MayOnlyPrint) {
  const auto ran = support::run({topics_script(), "--print", "kafka1:9092", "prod."});
  EXPECT_EQ(ran.status, 0) << ran.err;
  const auto lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 6U);
  for (const auto& [kind, topic] : topics_with("prod.")) {
    EXPECT_THAT(lines, testing::Contains(
                           HasSubstr("kafka-topics.sh --bootstrap-server kafka1:9092 --create "
                                     "--if-not-exists --topic " +
                                     topic + " ")));
  }
}

}  // namespace
}  // namespace auweave::e2e
