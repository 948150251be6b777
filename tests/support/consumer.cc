#include "support/consumer.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace auweave::support {
namespace {

constexpr int kTimeoutMs = 30'000;

template <auto close>
struct Closer {
  template <typename T>
  void operator()(T* handle) const {
    close(handle);
  }
};
template <typename T, auto close>
using Handle = std::unique_ptr<T, Closer<close>>;

using Client = Handle<rd_kafka_t, rd_kafka_destroy>;
using NewTopic = Handle<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using Queue = Handle<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Event = Handle<rd_kafka_event_t, rd_kafka_event_destroy>;
using Metadata = Handle<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;
using Partitions = Handle<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Received = Handle<rd_kafka_message_t, rd_kafka_message_destroy>;
using Text = std::array<char, 512>;

void check(rd_kafka_resp_err_t error, const std::string& what) {
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    throw std::runtime_error(what + ": " + rd_kafka_err2str(error));
  }
}

Client connect(const std::string& address, rd_kafka_type_t type) {
  Text why{};
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  const auto set = [&](const char* name, const std::string& value) {
    rd_kafka_conf_set(conf, name, value.c_str(), why.data(), why.size());
  };
  set("bootstrap.servers", address);
  if (type == RD_KAFKA_CONSUMER) {
    set("group.id", "auweave-tests");  // librdkafka wants one, though none is used
    set("enable.auto.commit", "false");
  }
  Client client(rd_kafka_new(type, conf, why.data(), why.size()));
  if (client == nullptr) throw std::runtime_error(why.data());
  return client;
}

struct Range {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// What each partition of these topics holds now.
std::vector<Range> ranges_of(rd_kafka_t* client, const std::vector<std::string>& names) {
  const rd_kafka_metadata_t* found = nullptr;
  check(rd_kafka_metadata(client, 1, nullptr, &found, kTimeoutMs), "metadata");
  const Metadata metadata(found);
  std::vector<Range> ranges;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
    if (std::find(names.begin(), names.end(), topic.topic) == names.end()) continue;
    for (int k = 0; k < topic.partition_cnt; ++k) {
      Range range{topic.topic, topic.partitions[k].id, 0, 0};
      check(rd_kafka_query_watermark_offsets(client, topic.topic, range.partition, &range.begin,
                                             &range.end, kTimeoutMs),
            range.topic);
      ranges.push_back(range);
    }
  }
  return ranges;
}

// The number of messages to come.
std::size_t assign(rd_kafka_t* client, const std::vector<Range>& ranges) {
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(ranges.size())));
  std::int64_t messages = 0;
  for (const Range& range : ranges) {
    rd_kafka_topic_partition_list_add(list.get(), range.topic.c_str(), range.partition)->offset =
        range.begin;
    messages += range.end - range.begin;
  }
  check(rd_kafka_assign(client, list.get()), "assign");
  return static_cast<std::size_t>(messages);
}

std::string text_of(const void* data, std::size_t size) {
  return size == 0 ? "" : std::string(static_cast<const char*>(data), size);
}

}  // namespace

void create_topics(const std::string& address, const std::vector<std::string>& names,
                   int partitions) {
  const Client client = connect(address, RD_KAFKA_PRODUCER);
  const Queue queue(rd_kafka_queue_new(client.get()));
  Text why{};
  std::vector<NewTopic> topics;
  std::vector<rd_kafka_NewTopic_t*> wanted;
  for (const std::string& name : names) {
    topics.emplace_back(rd_kafka_NewTopic_new(name.c_str(), partitions, 1, why.data(), why.size()));
    wanted.push_back(topics.back().get());
  }
  rd_kafka_CreateTopics(client.get(), wanted.data(), wanted.size(), nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  if (event == nullptr) throw std::runtime_error("no answer about new topics");
  check(rd_kafka_event_error(event.get()), "new topics");
  std::size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    check(rd_kafka_topic_result_error(results[i]), rd_kafka_topic_result_name(results[i]));
  }
}

std::vector<Message> read_topics(const std::string& address,
                                 const std::vector<std::string>& names) {
  using Clock = std::chrono::steady_clock;
  const Client client = connect(address, RD_KAFKA_CONSUMER);
  rd_kafka_poll_set_consumer(client.get());
  const std::size_t expected = assign(client.get(), ranges_of(client.get(), names));
  const auto deadline = Clock::now() + std::chrono::milliseconds(kTimeoutMs);
  std::vector<Message> messages;
  while (messages.size() < expected) {
    if (Clock::now() > deadline) throw std::runtime_error("messages that do not come");
    const Received got(rd_kafka_consumer_poll(client.get(), 100));
    if (got == nullptr) continue;
    check(got->err, "consumer");
    messages.push_back({rd_kafka_topic_name(got->rkt), got->partition,
                        text_of(got->key, got->key_len), text_of(got->payload, got->len)});
  }
  rd_kafka_consumer_close(client.get());
  return messages;
}

}  // namespace auweave::support
