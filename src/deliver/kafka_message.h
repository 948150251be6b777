// A document as a Kafka message, and what became of one. Only for deliver's own sources.
#pragma once

#include "deliver/carrier.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

// content-type, and a CloudEvent's attributes.
Headers headers_of(const Document& document);
// What a message has beside the document's bytes, alone in its batch.
std::size_t overhead_of(const Document& document);

// `alone`: what is too large is the document itself, not the batch that it went in.
Outcome outcome_of(rd_kafka_resp_err_t error, bool alone);
// Something was too large.
[[nodiscard]] bool is_size(rd_kafka_resp_err_t error);

}  // namespace auweave::deliver
