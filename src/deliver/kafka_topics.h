// What a broker says of the topics that documents go to. Only for deliver's own sources.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "deliver/kafka_settings.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

struct TopicsFound {
  bool answered = false;  // some broker did
  // What has to be put right before documents may go: clauses for a person, parted by "; ".
  std::string problems;
  std::vector<std::string> warnings;
  // The smallest max.message.bytes of them; 0: the broker does not tell.
  std::size_t most_message_bytes = 0;
};

// What an error means for a topic, a clause for a person; "" for none.
std::string topic_problem(const std::string& name, rd_kafka_resp_err_t error);

// Asks; waits for each answer half a second, for the configurations two. A broker that makes topics by itself
// (auto.create.topics.enable) makes them now.
TopicsFound look_at_topics(rd_kafka_t* producer, const KafkaSettings& settings);

}  // namespace auweave::deliver
