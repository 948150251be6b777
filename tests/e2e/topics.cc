#include "topics.h"

#include "support/consumer.h"
#include "support/program.h"
#include "support/text_file.h"

namespace auweave::e2e {

std::map<std::string, std::string> topics_with(const std::string& prefix) {
  return {{"event", prefix + "audit.events"},      {"tty", prefix + "audit.tty"},
          {"command", prefix + "audit.commands"},  {"session", prefix + "audit.sessions"},
          {"pipeline", prefix + "audit.pipeline"}, {"deadletter", prefix + "audit.deadletter"}};
}

void make_topics(const std::string& address, std::map<std::string, std::string> topics) {
  const std::string sessions = topics.at("session");
  topics.erase("session");
  support::create_topics(address, values_of(topics), kPartitions);
  support::create_topics(address, {sessions}, kPartitions, {"cleanup.policy=compact"});
}

std::string topics_script() { return support::source_folder() + "/siem/kafka/topics.sh"; }

std::vector<std::string> kafka_tool(const std::string& name) {
  const auto jars =
      support::run({support::source_folder() + "/tests/support/kafka-broker", "install"});
  return {"java", "-cp", support::lines_of(jars.out).at(0) + "/*", name};
}

std::vector<std::string> topics_script_tools() {
  const auto called = [](const std::string& name) {
    std::string words;
    for (const std::string& word : kafka_tool(name)) words += word + " ";
    return words;
  };
  return {"KAFKA_TOPICS=" + called("org.apache.kafka.tools.TopicCommand"),
          "KAFKA_ACLS=" + called("kafka.admin.AclCommand")};
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

}  // namespace auweave::e2e
