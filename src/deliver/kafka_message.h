// A document as a Kafka message, and the outcome of a message. Only for deliver's own sources.
#pragma once

#include "deliver/carrier.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

// Returns content-type, the attributes of a CloudEvent, and the document's own headers.
Headers headers_of(const Document& document);
// Returns an upper estimate of the bytes that a message, alone in its batch, has beside the
// document's bytes.
std::size_t overhead_of(const Document& document);

// Returns the outcome of a message by librdkafka's error. With `alone` a size error is about the
// document itself, otherwise about the batch that the message was in.
Outcome outcome_of(rd_kafka_resp_err_t error, bool alone);
// True if the error says that a message or a batch was too large.
[[nodiscard]] bool is_size(rd_kafka_resp_err_t error);

}  // namespace auweave::deliver
