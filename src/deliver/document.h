// Document: a document that waits to be delivered, with its own copy of each text.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "deliver/sink.h"

namespace auweave::deliver {

struct Document {
  explicit Document(const Outgoing& from)
      : kind(from.kind),
        key(from.key),
        bytes(from.bytes),
        id(from.id),
        host(from.host),
        time(from.time),
        keep(from.keep),
        entry(from.entry),
        topic(from.topic.empty() ? from.kind : from.topic),
        headers(from.headers.begin(), from.headers.end()) {}

  std::string_view kind;  // a view of a text that lives for ever
  std::string key, bytes, id, host;
  std::optional<base::WallTime> time;
  bool keep;            // Outgoing::keep
  std::uint64_t entry;  // Outgoing::entry
  std::string topic;    // a name in the sink's `topics`
  std::vector<std::pair<std::string, std::string>> headers;
  int refusals = 0;  // number of times that the outcome was Outcome::doubtful

  // Returns the approximate number of bytes that the document needs in memory.
  [[nodiscard]] std::size_t cost() const {
    std::size_t more = 0;
    for (const auto& [name, value] : headers)
      more += 2 * sizeof(std::string) + name.size() + value.size();
    return sizeof(Document) + key.size() + bytes.size() + id.size() + host.size() + more;
  }
};

}  // namespace auweave::deliver
