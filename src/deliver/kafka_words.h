// What librdkafka's errors mean, in words that say what to do. Only for deliver's own sources.
#pragma once

#include <string>
#include <string_view>

#include "deliver/rdkafka.h"

namespace auweave::deliver {

struct BrokerHints {
  bool scram_of_old = false;  // kafka_conf.h
  bool kafka_4 = false;       // the broker has no protocols of old
};

// One line: what it means, then librdkafka's own words.
std::string explain(rd_kafka_resp_err_t error, std::string_view reason, const BrokerHints& hints);

}  // namespace auweave::deliver
