// Makes the headers of a Kafka message, and judges its outcome. Only deliver/ uses kafka_message.h.
#pragma once

#include "deliver/carrier.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

// Returns a message's headers: content-type and a CloudEvent's attributes if `cloud_events` is true,
// auweave-log and auweave-leaf of a document with a leaf, and the document's own headers.
Headers headers_of(const Document& document, bool cloud_events);
// Returns an upper estimate of the bytes that a message, alone in its batch, has beside the
// document's bytes.
std::size_t overhead_of(const Document& document);

// Returns the outcome of a message by librdkafka's error. If `alone` is true, a size error is about
// the document itself, otherwise about the batch of the message.
Outcome outcome_of(rd_kafka_resp_err_t error, bool alone);
// True if the error says that a message or a batch was too large.
[[nodiscard]] bool is_size(rd_kafka_resp_err_t error);

}  // namespace auweave::deliver
