#include "support/consumer.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <set>
#include <stdexcept>
#include <thread>

#include "support/kafka_client.h"

namespace auweave::support {
namespace {

using Clock = std::chrono::steady_clock;
using NewTopic = Handle<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using DeleteTopic = Handle<rd_kafka_DeleteTopic_t, rd_kafka_DeleteTopic_destroy>;
using Queue = Handle<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Event = Handle<rd_kafka_event_t, rd_kafka_event_destroy>;
using Metadata = Handle<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;
using Partitions = Handle<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Polled = Handle<rd_kafka_message_t, rd_kafka_message_destroy>;
using Place = std::pair<std::string, std::int32_t>;

constexpr int kTimeoutMs = 30'000;
constexpr auto kPause = std::chrono::milliseconds(100);

Clock::time_point in(int ms) { return Clock::now() + std::chrono::milliseconds(ms); }

Client connect_consumer(const std::string& address, std::map<std::string, std::string> properties) {
  properties.insert({
      {"bootstrap.servers", address},
      {"group.id", "auweave-tests"},  // librdkafka wants one, though none is used
      {"enable.auto.commit", "false"},
      {"auto.offset.reset", "error"},
      // So that what a test sees late is not late because of its reader.
      {"reconnect.backoff.ms", "20"},
      {"reconnect.backoff.max.ms", "200"},
      {"fetch.error.backoff.ms", "20"},
  });
  return connect(configured(properties), RD_KAFKA_CONSUMER);
}

std::string text_of(const void* data, std::size_t size) {
  return size == 0 ? "" : std::string(static_cast<const char*>(data), size);
}

Message message_of(const rd_kafka_message_t& from) {
  Message message{rd_kafka_topic_name(from.rkt), from.partition, text_of(from.key, from.key_len),
                  text_of(from.payload, from.len)};
  message.timestamp_ms = rd_kafka_message_timestamp(&from, nullptr);
  rd_kafka_headers_t* headers = nullptr;  // the message's own; none: an error
  if (rd_kafka_message_headers(&from, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return message;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    message.headers.emplace_back(name, text_of(value, size));
  }
  return message;
}

// Those of these topics that are there now.
std::set<Place> places_of(rd_kafka_t* client, const std::vector<std::string>& names) {
  const rd_kafka_metadata_t* found = nullptr;
  check(rd_kafka_metadata(client, 1, nullptr, &found, kTimeoutMs), "metadata");
  const Metadata metadata(found);
  std::set<Place> places;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
    if (std::find(names.begin(), names.end(), topic.topic) == names.end()) continue;
    for (int k = 0; k < topic.partition_cnt; ++k) {
      places.emplace(topic.topic, topic.partitions[k].id);
    }
  }
  return places;
}

bool has_all(const std::set<Place>& places, const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(places.begin(), places.end(),
                       [&](const Place& place) { return place.first == name; });
  });
}

void read_from_beginning(rd_kafka_t* client, const std::set<Place>& places) {
  const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(places.size())));
  for (const auto& [topic, partition] : places) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
  }
  rd_kafka_poll_set_consumer(client);
  check(rd_kafka_assign(client, list.get()), "assign");
}

std::vector<NewTopic> new_topics(const std::vector<std::string>& names, int partitions,
                                 const std::vector<std::string>& settings) {
  Text why{};
  std::vector<NewTopic> topics;
  for (const std::string& name : names) {
    topics.emplace_back(rd_kafka_NewTopic_new(name.c_str(), partitions, 1, why.data(), why.size()));
    if (topics.back() == nullptr) throw std::runtime_error(why.data());
    for (const std::string& setting : settings) {
      const std::size_t at = setting.find('=');
      rd_kafka_NewTopic_set_config(topics.back().get(), setting.substr(0, at).c_str(),
                                   setting.substr(at + 1).c_str());
    }
  }
  return topics;
}

struct Answer {
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::string of;
};

// Of the first topic that was not made; of none, when all were.
Answer try_to_create(rd_kafka_t* client, const std::vector<NewTopic>& topics, bool once_more) {
  std::vector<rd_kafka_NewTopic_t*> wanted;
  for (const NewTopic& topic : topics) wanted.push_back(topic.get());
  const Queue queue(rd_kafka_queue_new(client));
  rd_kafka_CreateTopics(client, wanted.data(), wanted.size(), nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  if (event == nullptr) return {RD_KAFKA_RESP_ERR__TIMED_OUT, "new topics"};
  if (const auto error = rd_kafka_event_error(event.get())) return {error, "new topics"};
  std::size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
    // A try of which no answer came may have made it.
    if (once_more && error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    if (error != 0) return {error, rd_kafka_topic_result_name(results[i])};
  }
  return {};
}

}  // namespace

void create_topics(const std::string& address, const std::vector<std::string>& names,
                   int partitions, const std::vector<std::string>& settings) {
  const Client client = connect(configured({{"bootstrap.servers", address}}), RD_KAFKA_PRODUCER);
  const std::vector<NewTopic> topics = new_topics(names, partitions, settings);
  const auto deadline = in(kTimeoutMs);
  Answer answer = try_to_create(client.get(), topics, false);
  while (is_passing(answer.error) && Clock::now() < deadline) {
    std::this_thread::sleep_for(kPause);
    answer = try_to_create(client.get(), topics, true);
  }
  check(answer.error, answer.of);
}

void delete_topics(const std::string& address, const std::vector<std::string>& names) {
  const Client client = connect(configured({{"bootstrap.servers", address}}), RD_KAFKA_PRODUCER);
  std::vector<DeleteTopic> topics;
  std::vector<rd_kafka_DeleteTopic_t*> wanted;
  for (const std::string& name : names) {
    topics.emplace_back(rd_kafka_DeleteTopic_new(name.c_str()));
    wanted.push_back(topics.back().get());
  }
  const Queue queue(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteTopics(client.get(), wanted.data(), wanted.size(), nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  if (event == nullptr) throw std::runtime_error("topics that stay");
  check(rd_kafka_event_error(event.get()), "deleted topics");
  const auto deadline = in(kTimeoutMs);
  while (!places_of(client.get(), names).empty()) {
    if (Clock::now() > deadline) throw std::runtime_error("topics that stay");
    std::this_thread::sleep_for(kPause);
  }
}

std::vector<Message> read_topics(const std::string& address,
                                 const std::vector<std::string>& names) {
  // An end is told when a fetch found nothing, which by itself takes half a second.
  const Client client =
      connect_consumer(address, {{"enable.partition.eof", "true"}, {"fetch.wait.max.ms", "20"}});
  std::set<Place> unfinished = places_of(client.get(), names);
  read_from_beginning(client.get(), unfinished);
  const auto deadline = in(kTimeoutMs);
  std::vector<Message> messages;
  while (!unfinished.empty()) {
    if (Clock::now() > deadline) throw std::runtime_error("messages that do not come");
    const Polled got(rd_kafka_consumer_poll(client.get(), 100));
    if (got == nullptr || is_passing(got->err)) continue;
    if (got->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      unfinished.erase({rd_kafka_topic_name(got->rkt), got->partition});
      continue;
    }
    check(got->err, "consumer");
    messages.push_back(message_of(*got));
  }
  rd_kafka_consumer_close(client.get());
  return messages;
}

void change_metadata(const std::string& address, const std::string& group, const std::string& topic,
                     const std::function<std::string(const std::string&)>& change) {
  const Client client =
      connect(configured({{"bootstrap.servers", address}, {"group.id", group}}), RD_KAFKA_CONSUMER);
  const Partitions list(rd_kafka_topic_partition_list_new(1));
  auto* offset = rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), 0);
  check(rd_kafka_committed(client.get(), list.get(), kTimeoutMs), "committed");
  const std::string now = change(text_of(offset->metadata, offset->metadata_size));
  std::free(offset->metadata);
  offset->metadata = ::strndup(now.data(), now.size());  // freed with the list
  offset->metadata_size = now.size();
  check(rd_kafka_commit(client.get(), list.get(), 0), "commit");
}

struct TopicReader::State {
  Client client;
};

TopicReader::TopicReader(const std::string& address, const std::vector<std::string>& names)
    : state_(new State{connect_consumer(address, {})}) {
  const auto deadline = in(kTimeoutMs);
  auto places = places_of(state_->client.get(), names);
  while (!has_all(places, names)) {
    if (Clock::now() > deadline) throw std::runtime_error("topics that do not come");
    std::this_thread::sleep_for(kPause);
    places = places_of(state_->client.get(), names);
  }
  read_from_beginning(state_->client.get(), places);
}

TopicReader::~TopicReader() = default;

std::optional<Received> TopicReader::poll(int timeout_ms) {
  const auto deadline = in(timeout_ms);
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const Polled got(rd_kafka_consumer_poll(state_->client.get(),
                                            static_cast<int>(std::max<std::int64_t>(left, 0))));
    if (got == nullptr) {
      if (left <= 0) return std::nullopt;
      continue;
    }
    if (is_passing(got->err)) continue;
    check(got->err, "reader");
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Received{message_of(*got), std::chrono::nanoseconds(now).count()};
  }
}

}  // namespace auweave::support
