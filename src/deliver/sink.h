// Sink: takes finished documents, as bytes. One thread at a time calls a sink.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/wall_time.h"

namespace auweave::deliver {

// Outgoing: a finished document. The views are valid during put(), and `kind` is valid for ever.
struct Outgoing {
  std::string_view kind;
  // Documents with equal keys keep their order. pipeline::Publisher takes the mapping's key, or else
  // the session_id, or else the host.
  std::string_view key;
  std::string_view bytes;    // JSON, without a newline
  std::string_view id = {};  // event_id, 32 hex
  std::string_view host = {};
  std::optional<base::WallTime> time = {};
  bool keep = false;  // the document tells of a loss, so no queue may drop the document
  bool own = false;   // the document is the plugin's own, and no weaver has counted it
  // The number of the spool entry that the document is woven from (spool::Spool). The number is never
  // below the number of an earlier document. 0: the document is not woven from an entry.
  std::uint64_t entry = 0;
  // A name in the sink's `topics`; empty: the kind is the name.
  std::string_view topic = {};
  // Names and values of the document's own headers. A Kafka sink adds the common headers.
  std::span<const std::pair<std::string_view, std::string_view>> headers = {};
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Takes a document. Error (io): the sink fails, with the reason; the document may be lost.
  virtual base::Status put(const Outgoing& document) = 0;
  // No more documents of entries below `next` will come. `note` tells the places in the inputs at
  // about this entry or a little before. A start whose spool is lost reads the note from the sink.
  virtual void reached(std::uint64_t /*next*/, const std::string& /*note*/) {}
  // Waits until all documents that the sink took are delivered, at most `timeout_ms`. The Error
  // counts the documents that were not delivered. With a timeout of 0 the sink does not wait, and a
  // document under way is no error.
  virtual base::Status flush(int timeout_ms) = 0;
};

}  // namespace auweave::deliver
