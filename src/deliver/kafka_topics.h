// Asks the broker about the topics that documents go to. Only deliver/ uses kafka_topics.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "deliver/kafka_settings.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

// TopicsFound: the result of a look at the topics.
struct TopicsFound {
  bool answered = false;  // a broker answered for every topic
  // The problems that a person has to solve before documents may go: clauses, parted by "; ".
  std::string problems;
  std::vector<std::string> warnings;
  // The smallest max.message.bytes of the topics; 0: no broker tells the limit.
  std::size_t most_message_bytes = 0;
};

// Returns the meaning of an error for a topic, as a clause for a person, or "" without an error.
std::string topic_problem(const std::string& name, rd_kafka_resp_err_t error);

// Asks the broker about each topic and then for the topics' configurations. Waits at most half a
// second for each topic and two seconds for the configurations. A broker with
// auto.create.topics.enable makes a missing topic when asked about the topic.
TopicsFound look_at_topics(rd_kafka_t* producer, const KafkaSettings& settings);

}  // namespace auweave::deliver
