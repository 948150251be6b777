// The configuration of a producer. Only for deliver's own sources.
#pragma once

#include "deliver/kafka_settings.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

// `most_message_bytes`: of a message, and of a batch of them, if the settings allow more; 0: as they
// say.
base::Result<Conf> make_conf(const KafkaSettings& settings, std::size_t most_message_bytes = 0);
// Of a consumer that reads the group's checkpoint. `stable`: none that a transaction is changing.
base::Result<Conf> make_reader_conf(const KafkaSettings& settings, bool stable);
// A property as it is in force; "" when librdkafka has none of that name.
std::string property(const rd_kafka_conf_t* conf, const char* name);

// SCRAM with a librdkafka that repeats its nonce: Kafka 4 refuses that (fixed in 2.6.1, its pull
// request 4895; our facts, Kafka).
[[nodiscard]] bool scram_of_old(const KafkaSettings& settings);

}  // namespace auweave::deliver
