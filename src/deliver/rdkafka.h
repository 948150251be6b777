// Defines owning pointers for librdkafka's handles. Only deliver/ uses rdkafka.h.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>

namespace auweave::deliver {

template <auto destroy>
struct Destroyer {
  template <typename T>
  void operator()(T* handle) const {
    destroy(handle);
  }
};
template <typename T, auto destroy>
using Handle = std::unique_ptr<T, Destroyer<destroy>>;

using Conf = Handle<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using Producer = Handle<rd_kafka_t, rd_kafka_destroy>;
using Consumer = Handle<rd_kafka_t, rd_kafka_destroy>;
using Topic = Handle<rd_kafka_topic_t, rd_kafka_topic_destroy>;
using Metadata = Handle<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;
using Queue = Handle<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Event = Handle<rd_kafka_event_t, rd_kafka_event_destroy>;
using ConfigResource = Handle<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;
using TopicPartitions =
    Handle<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using GroupMetadata =
    Handle<rd_kafka_consumer_group_metadata_t, rd_kafka_consumer_group_metadata_destroy>;
using Problem = Handle<rd_kafka_error_t, rd_kafka_error_destroy>;
using Headers = Handle<rd_kafka_headers_t, rd_kafka_headers_destroy>;

}  // namespace auweave::deliver
