// KafkaSettings: the configuration of a Kafka sink, and librdkafka's check of the configuration.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace auweave::deliver {

struct KafkaSettings {
  // Topics of Kafka by the kind of a document, or by a topic name of a mapping. A document whose
  // topic has no entry in `topics` is not sent, and counts as delivered.
  std::map<std::string, std::string, std::less<>> topics;
  // Properties of librdkafka (CONFIGURATION.md of librdkafka).
  std::map<std::string, std::string> properties;
  bool exactly_once = false;  // false: at least once
  bool cloud_events = true;   // messages have the headers of CloudEvents' binary mode
  // The transactional.id, and the name of the checkpoints' consumer group, with `exactly_once`. No
  // two hosts may use the same transactional.id.
  std::string id = {};

  bool operator==(const KafkaSettings&) const = default;
};

// Checks one property of librdkafka. Error (config): librdkafka rejects the property, or auweave
// sets the property itself.
base::Status check_kafka_property(const std::string& name, const std::string& value);
// Checks all settings together. Error (config): librdkafka rejects the settings, such as
// "sasl.username" without a mechanism.
base::Status check_kafka_settings(const KafkaSettings& settings);
// True if Kafka takes the name for a topic.
[[nodiscard]] bool good_topic_name(std::string_view name);

}  // namespace auweave::deliver
