// Makes the configurations of librdkafka's producer and consumer. Only deliver/ uses kafka_conf.h.
#pragma once

#include "deliver/kafka_settings.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

// Returns the configuration of a producer. Error (config): librdkafka rejects a setting.
// `most_message_bytes` limits a message and a batch of messages, unless the settings have a lower
// limit; 0: only the settings limit messages.
base::Result<Conf> make_conf(const KafkaSettings& settings, std::size_t most_message_bytes = 0);
// Returns the configuration of a consumer that reads the checkpoint of the consumer group
// `settings.id`. A `stable` consumer reads no checkpoint that a transaction is changing.
base::Result<Conf> make_reader_conf(const KafkaSettings& settings, bool stable);
// Returns the value of the property `name` in `conf`, or "" if librdkafka has no such property.
std::string property(const rd_kafka_conf_t* conf, const char* name);

// True if the settings use SCRAM and librdkafka is older than 2.6.1. A librdkafka before 2.6.1
// repeats its SCRAM nonce, which Kafka 4 refuses (fixed by pull request 4895 of librdkafka).
[[nodiscard]] bool scram_of_old(const KafkaSettings& settings);

}  // namespace auweave::deliver
