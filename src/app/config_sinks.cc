#include "app/config_sinks.h"

#include <utility>

namespace auweave::app {
namespace {

using deliver::KafkaSettings;
using yaml::Node;
using Kind = Node::Kind;

constexpr std::size_t kLeastQueue = 1UL << 20U;

void read_file(const Node& node, ConfigReader& reader, SinkConfig& sink) {
  FileSinkConfig file;
  reader.each(node, {{"path", [&](const Node& n) { reader.path(n, file.path); }},
                     {"queue", [&](const Node& n) { reader.size(n, kLeastQueue, sink.queue); }}});
  if (node.kind == Kind::map && node.find("path") == nullptr)
    reader.problems.add(node, "`path` is missing");
  sink.target = file;
}

void read_topics(const Node& node, ConfigReader& reader, KafkaSettings& kafka) {
  if (node.kind != Kind::map) reader.problems.add(node, "KIND: TOPIC pairs are expected here");
  for (const auto& [kind, topic] : node.members) {
    const bool known = kafka.topics.contains(kind.text);
    if (!known)
      reader.problems.add(kind, "unknown kind of document '" + kind.text +
                                    "'; known: event, tty, command, session, pipeline, deadletter");
    std::string name;
    reader.text(topic, name);
    if (name.empty()) continue;
    if (!deliver::good_topic_name(name)) {
      reader.problems.add(topic, "no topic name: letters, digits, '.', '_' and '-' are");
    } else if (known) {
      kafka.topics[kind.text] = name;
    }
  }
}

void read_properties(const Node& node, ConfigReader& reader, KafkaSettings& kafka) {
  if (node.kind != Kind::map) reader.problems.add(node, "NAME: VALUE pairs are expected here");
  for (const auto& [name, value] : node.members) {
    std::string content;
    reader.text(value, content);
    if (content.empty()) continue;
    auto good = deliver::check_kafka_property(name.text, content);
    if (!good.ok()) reader.problems.add(name, good.error().message);
    kafka.properties[name.text] = content;
  }
}

void read_kafka(const Node& node, ConfigReader& reader, SinkConfig& sink) {
  KafkaSettings kafka;
  kafka.topics = {{"event", "audit.events"},      {"tty", "audit.tty"},
                  {"command", "audit.commands"},  {"session", "audit.sessions"},
                  {"pipeline", "audit.pipeline"}, {"deadletter", "audit.deadletter"}};
  reader.each(node, {{"topics", [&](const Node& n) { read_topics(n, reader, kafka); }},
                     {"properties", [&](const Node& n) { read_properties(n, reader, kafka); }},
                     {"queue", [&](const Node& n) { reader.size(n, kLeastQueue, sink.queue); }}});
  if (!kafka.properties.contains("bootstrap.servers") && node.kind == Kind::map) {
    reader.problems.add(node, "`properties` has no bootstrap.servers");
  } else if (reader.problems.none()) {
    auto good = deliver::check_kafka_settings(kafka);
    if (!good.ok()) reader.problems.add(node, good.error().message);
  }
  sink.target = std::move(kafka);
}

}  // namespace

void read_sinks(const Node& node, ConfigReader& reader, std::vector<SinkConfig>& sinks) {
  reader.each_item(node, "`kafka:` and `file:`", [&](const Node& item) {
    SinkConfig sink;
    reader.each(item, {{"kafka", [&](const Node& n) { read_kafka(n, reader, sink); }},
                       {"file", [&](const Node& n) { read_file(n, reader, sink); }}});
    if (item.kind == Kind::map && item.members.size() != 1)
      reader.problems.add(item, "one sink an item is expected: - kafka: or - file:");
    sinks.push_back(std::move(sink));
  });
}

}  // namespace auweave::app
