#include "support/group_member.h"

#include "support/kafka_client.h"

namespace auweave::support {
namespace {

using Partitions = Handle<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Polled = Handle<rd_kafka_message_t, rd_kafka_message_destroy>;

constexpr int kTimeoutMs = 30'000;

bool is_refusal(rd_kafka_resp_err_t error) {
  return error == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
         error == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED;
}

Client subscribed(std::map<std::string, std::string> properties,
                  const std::vector<std::string>& topics) {
  properties.insert({{"auto.offset.reset", "earliest"}, {"enable.auto.commit", "false"}});
  Client client = connect(configured(properties), RD_KAFKA_CONSUMER);
  rd_kafka_poll_set_consumer(client.get());
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
  for (const std::string& topic : topics)
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  check(rd_kafka_subscribe(client.get(), list.get()), "subscribe");
  return client;
}

}  // namespace

Consumed consume(const std::map<std::string, std::string>& properties,
                 const std::vector<std::string>& topics, std::size_t count) {
  const Client client = subscribed(properties, topics);
  Consumed consumed;
  while (consumed.values.size() < count && consumed.refusal.empty()) {
    const Polled got(rd_kafka_consumer_poll(client.get(), kTimeoutMs));
    if (got == nullptr) break;
    if (is_refusal(got->err)) consumed.refusal = rd_kafka_err2str(got->err);
    if (got->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (!is_refusal(got->err) && !is_passing(got->err)) check(got->err, "consumer");
      continue;
    }
    consumed.values.emplace_back(static_cast<const char*>(got->payload), got->len);
  }
  if (!consumed.values.empty()) check(rd_kafka_commit(client.get(), nullptr, 0), "commit");
  rd_kafka_consumer_close(client.get());
  return consumed;
}

}  // namespace auweave::support
