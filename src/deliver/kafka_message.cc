#include "deliver/kafka_message.h"

#include <string>
#include <string_view>

namespace auweave::deliver {
namespace {

// Of a record batch and a record in it, beside what is counted exactly (KIP-98's message format).
constexpr std::size_t kBatchOverhead = 61 + 64;
constexpr std::size_t kLengthOverhead = 5;    // of a name or a value
constexpr std::size_t kHeaderOverhead = 260;  // names and fixed values of the headers
constexpr std::size_t kLeafOverhead = 20;     // digits of the largest number

void add_header(rd_kafka_headers_t* headers, const char* name, std::string_view value) {
  rd_kafka_header_add(headers, name, -1, value.data(), static_cast<ssize_t>(value.size()));
}

// CloudEvents 1.0, Kafka protocol binding, binary content mode.
void add_cloud_event(const Document& document, rd_kafka_headers_t* headers) {
  add_header(headers, "content-type", "application/json");
  add_header(headers, "ce_specversion", "1.0");
  add_header(headers, "ce_id", document.id);
  add_header(headers, "ce_type", "auweave." + std::string(document.kind));
  add_header(headers, "ce_source", "//" + document.host + "/auweave");
  if (document.time.has_value()) add_header(headers, "ce_time", base::rfc3339(*document.time));
}

}  // namespace

Outcome outcome_of(rd_kafka_resp_err_t error, bool alone) {
  switch (error) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return Outcome::delivered;
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
      return alone ? Outcome::doubtful : Outcome::again;
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
      return Outcome::doubtful;  // its whole batch was refused, whichever it is
    default:
      return Outcome::again;
  }
}

bool is_size(rd_kafka_resp_err_t error) {
  return error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ||
         error == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE;
}

std::size_t overhead_of(const Document& document) {
  std::size_t own = 0;
  for (const auto& [name, value] : document.headers)
    own += name.size() + value.size() + 2 * kLengthOverhead;
  return kBatchOverhead + kHeaderOverhead + own + document.key.size() + document.id.size() +
         document.host.size() + document.kind.size() + document.leaf.log.size() + kLeafOverhead;
}

Headers headers_of(const Document& document, bool cloud_events) {
  Headers headers(rd_kafka_headers_new(8 + document.headers.size()));
  if (cloud_events) add_cloud_event(document, headers.get());
  if (document.leaf.number != 0) {
    add_header(headers.get(), "auweave-log", document.leaf.log);
    add_header(headers.get(), "auweave-leaf", std::to_string(document.leaf.number));
  }
  for (const auto& [name, value] : document.headers) add_header(headers.get(), name.c_str(), value);
  return headers;
}

}  // namespace auweave::deliver
