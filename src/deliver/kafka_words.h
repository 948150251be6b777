// Puts librdkafka's errors into words that say what to do. Only deliver/ uses kafka_words.h.
#pragma once

#include <string>
#include <string_view>

#include "deliver/rdkafka.h"

namespace auweave::deliver {

// BrokerHints: facts about the client and the broker that narrow down the meaning of an error.
struct BrokerHints {
  bool scram_of_old = false;  // scram_of_old() of kafka_conf.h
  bool kafka_4 = false;       // KafkaProducer::sees_kafka_4()
};

// Returns one line: the meaning of the error if the meaning is known, and librdkafka's own words.
std::string explain(rd_kafka_resp_err_t error, std::string_view reason, const BrokerHints& hints);

}  // namespace auweave::deliver
