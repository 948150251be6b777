// KafkaSettings: what the configuration says of a Kafka sink, and what librdkafka says of that.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace auweave::deliver {

struct KafkaSettings {
  // By kind, or by a name that a mapping gives; what has none here is not sent.
  std::map<std::string, std::string, std::less<>> topics;
  // Any property of librdkafka (its CONFIGURATION.md).
  std::map<std::string, std::string> properties;
  bool exactly_once = false;  // else at least once
  // Exactly once: transactional.id, and the consumer group of its checkpoints. No other host's.
  std::string id = {};

  bool operator==(const KafkaSettings&) const = default;
};

// What librdkafka has against a property; ok when nothing. Some belong to auweave and cannot be set.
base::Status check_kafka_property(const std::string& name, const std::string& value);
// What it has against all of them together ("sasl.username" without a mechanism …).
base::Status check_kafka_settings(const KafkaSettings& settings);
// The names that Kafka takes for a topic.
[[nodiscard]] bool good_topic_name(std::string_view name);

}  // namespace auweave::deliver
