// Document: a document that waits to be delivered, with its own copy of each text.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "deliver/leaf.h"
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
        made_by(from.made_by),
        topic(from.topic.empty() ? from.kind : from.topic),
        headers(from.headers.begin(), from.headers.end()) {}

  std::string_view kind;  // a view of a text that lives for ever
  std::string key, bytes, id, host;
  std::optional<base::WallTime> time;
  bool keep;              // Outgoing::keep
  std::uint64_t entry;    // Outgoing::entry
  std::uint64_t made_by;  // Outgoing::made_by
  std::string topic;      // a name in the sink's `topics`
  std::vector<std::pair<std::string, std::string>> headers;
  int refusals = 0;  // number of times that the outcome was Outcome::doubtful
  // The document's leaf (numbering.h); `number` 0: no carrier that numbers documents took it yet.
  Leaf leaf = {};
  // The document comes the same, with the documents before it, when its entry is woven again. Set by
  // Delivery (leaf_places.h).
  bool apart = false;

  // Returns the approximate number of bytes that the document needs in memory.
  [[nodiscard]] std::size_t cost() const {
    std::size_t more = 0;
    for (const auto& [name, value] : headers)
      more += 2 * sizeof(std::string) + name.size() + value.size();
    return sizeof(Document) + key.size() + bytes.size() + id.size() + host.size() +
           leaf.log.size() + more;
  }
};

}  // namespace auweave::deliver
