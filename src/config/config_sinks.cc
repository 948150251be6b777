#include "config/config_sinks.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/nearest.h"
#include "model/document.h"

namespace auweave::config {
namespace {

// Topics and a kind that restricted output, keys and views will have (docs/documents.md).
constexpr std::array<std::string_view, 3> kReservedTopics = {"audit.tty.raw", "audit.keys",
                                                             "audit.views"};
constexpr std::string_view kReservedKind = "view";

using deliver::KafkaSettings;
using yaml::Node;
using Kind = Node::Kind;

constexpr std::size_t kLeastQueue = 1UL << 20U;

void read_file(const Node& node, ValueReader& reader, SinkConfig& sink) {
  FileSinkConfig file;
  reader.each(node, {{"path", [&](const Node& n) { reader.path(n, file.path); }},
                     {"queue", [&](const Node& n) { reader.size(n, kLeastQueue, sink.queue); }}});
  if (node.kind == Kind::map && node.find("path") == nullptr)
    reader.problems.add(node, "`path` is missing");
  sink.target = file;
}

void read_topics(const Node& node, ValueReader& reader, KafkaSettings& kafka) {
  if (node.kind != Kind::map) reader.problems.add(node, "KIND: TOPIC pairs are expected here");
  for (const auto& [kind, topic] : node.members) {
    // A name that is no kind may be a topic name of the mapping (Setup checks it later). A name
    // close to a kind's is a slip.
    if (kind.text == kReservedKind) {
      reader.problems.add(kind, "the kind view is reserved: no document is of it yet");
      continue;
    }
    const bool known =
        kafka.topics.contains(kind.text) || base::nearest(kind.text, model::kKinds).empty();
    if (!known)
      reader.problems.add(kind, "unknown kind of document '" + kind.text + "'" +
                                    base::meant(kind.text, model::kKinds));
    std::string name;
    reader.text(topic, name);
    if (name.empty()) continue;
    if (std::find(kReservedTopics.begin(), kReservedTopics.end(), name) != kReservedTopics.end()) {
      reader.problems.add(topic, "the topic " + name + " is reserved");
    } else if (!deliver::good_topic_name(name)) {
      reader.problems.add(topic, "no topic name: letters, digits, '.', '_' and '-' are");
    } else if (known) {
      kafka.topics[kind.text] = name;
    }
  }
}

void read_properties(const Node& node, ValueReader& reader, KafkaSettings& kafka) {
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

void read_delivery(const Node& node, ValueReader& reader, KafkaSettings& kafka) {
  std::string delivery;
  reader.word(node, {"at-least-once", "exactly-once"}, delivery);
  kafka.exactly_once = delivery == "exactly-once";
}

void read_kafka(const Node& node, ValueReader& reader, SinkConfig& sink) {
  KafkaSettings kafka;
  kafka.topics = {{"event", "audit.events"},      {"tty", "audit.tty"},
                  {"command", "audit.commands"},  {"session", "audit.sessions"},
                  {"pipeline", "audit.pipeline"}, {"deadletter", "audit.deadletter"}};
  reader.each(node, {{"topics", [&](const Node& n) { read_topics(n, reader, kafka); }},
                     {"cloudevents", [&](const Node& n) { reader.flag(n, kafka.cloud_events); }},
                     {"delivery", [&](const Node& n) { read_delivery(n, reader, kafka); }},
                     {"id", [&](const Node& n) { reader.text(n, kafka.id); }},
                     {"properties", [&](const Node& n) { read_properties(n, reader, kafka); }},
                     {"queue", [&](const Node& n) { reader.size(n, kLeastQueue, sink.queue); }}});
  if (const Node* id = node.find("id"); id != nullptr && !kafka.exactly_once)
    reader.problems.add(*id, "`id` is of `delivery: exactly-once`");
  if (!kafka.properties.contains("bootstrap.servers") && node.kind == Kind::map) {
    reader.problems.add(node, "`properties` has no bootstrap.servers");
  } else if (reader.problems.none()) {
    auto good = deliver::check_kafka_settings(kafka);
    if (!good.ok()) reader.problems.add(node, good.error().message);
  }
  sink.target = std::move(kafka);
}

}  // namespace

void read_sinks(const Node& node, ValueReader& reader, std::vector<SinkConfig>& sinks) {
  reader.each_item(node, "`kafka:` and `file:`", [&](const Node& item) {
    SinkConfig sink;
    reader.each(item, {{"kafka", [&](const Node& n) { read_kafka(n, reader, sink); }},
                       {"file", [&](const Node& n) { read_file(n, reader, sink); }}});
    if (item.kind == Kind::map && item.members.size() != 1)
      reader.problems.add(item, "one sink an item is expected: - kafka: or - file:");
    sinks.push_back(std::move(sink));
  });
}

void check_exactly_once(const Node& sinks, bool spool, const std::vector<SinkConfig>& read,
                        ValueReader& reader) {
  std::set<std::string> ids;
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto* kafka = std::get_if<KafkaSettings>(&read[i].target);
    if (kafka == nullptr || !kafka->exactly_once) continue;
    const Node& item = sinks.items.at(i);
    if (!spool) reader.problems.add(item, "`delivery: exactly-once` needs a `spool`");
    if (!ids.insert(kafka->id).second)
      reader.problems.add(item, "another sink has the same `id`: each needs its own");
  }
}

}  // namespace auweave::config
