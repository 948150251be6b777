#include "deliver/kafka_checkpoint.h"

#include <array>
#include <chrono>
#include <thread>

#include "deliver/kafka_conf.h"
#include "deliver/kafka_words.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {
namespace {

using base::Error;
using base::ErrorKind;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAgain{50};

base::Result<Consumer> make_consumer(const KafkaSettings& settings, bool stable) {
  auto conf = make_reader_conf(settings, stable);
  if (!conf.ok()) return conf.error();
  std::array<char, 512> why{};
  Consumer consumer(rd_kafka_new(RD_KAFKA_CONSUMER, conf->get(), why.data(), why.size()));
  if (consumer == nullptr) return Error{ErrorKind::config, why.data()};
  static_cast<void>(conf->release());  // the consumer's now
  return consumer;
}

// What comes with an offset that is not there is no error: the offset is RD_KAFKA_OFFSET_INVALID.
std::optional<Checkpoint> found(const rd_kafka_topic_partition_t& partition) {
  if (partition.offset < 0) return std::nullopt;
  const std::string_view metadata(static_cast<const char*>(partition.metadata),
                                  partition.metadata == nullptr ? 0 : partition.metadata_size);
  return checkpoint_of(static_cast<std::uint64_t>(partition.offset), metadata);
}

}  // namespace

const std::string& checkpoint_topic(const KafkaSettings& settings) {
  return settings.topics.find("event")->second;
}

base::Result<std::optional<Checkpoint>> read_checkpoint(const KafkaSettings& settings, bool stable,
                                                        int timeout_ms) {
  auto consumer = make_consumer(settings, stable);
  if (!consumer.ok()) return consumer.error();
  const auto until = Clock::now() + std::chrono::milliseconds(timeout_ms);
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR__TIMED_OUT;
  while (Clock::now() < until) {
    const TopicPartitions asked(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(asked.get(), checkpoint_topic(settings).c_str(), 0);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    error = rd_kafka_committed(consumer->get(), asked.get(), static_cast<int>(left.count()) + 1);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = asked->elems[0].err;
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return found(asked->elems[0]);
    // A transaction ends, or a coordinator is on its way.
    std::this_thread::sleep_for(kAgain);
  }
  return Error{ErrorKind::io, std::string("the checkpoint of ") + settings.id +
                                  " cannot be read: " + rd_kafka_err2str(error)};
}

}  // namespace auweave::deliver
