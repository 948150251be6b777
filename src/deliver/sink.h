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

// Outgoing: a finished document, whose views are valid during put(); `kind` is valid for ever.
struct Outgoing {
  std::string_view kind;
  // Key of the document: documents with equal keys keep their order. The class pipeline::Publisher
  // takes the mapping's key, or else the session_id, or else the host.
  std::string_view key;
  std::string_view bytes;    // JSON, without a newline
  std::string_view id = {};  // event_id
  std::string_view host = {};
  std::optional<base::WallTime> time = {};
  bool keep = false;  // the document tells of a loss, so no queue may drop the document
  bool own = false;   // the document is the plugin's own, and no weaver has counted it
  // Number of the spool entry that the document is woven from (spool::Spool); 0: the document is
  // not woven from an entry. The entry numbers of woven documents never fall.
  std::uint64_t entry = 0;
  // Names what made the document of its entry: the program, the configuration and the mapping.
  std::uint64_t made_by = 0;
  // Topic of the document, as a name in the sink's `topics`; empty: the kind is the name.
  std::string_view topic = {};
  // Names and values of the document's own headers. A Kafka sink adds the common headers.
  std::span<const std::pair<std::string_view, std::string_view>> headers = {};
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Takes a document. Error (io): the sink fails, and the document may be lost.
  virtual base::Status put(const Outgoing& document) = 0;
  // Tells the sink that no more documents of entries below `next` will come. `note` tells the
  // places in the inputs at entry `next` or a little before. A plugin whose spool is lost reads the
  // note from the sink.
  virtual void reached(std::uint64_t /*next*/, const std::string& /*note*/) {}
  // Tells the sink that documents of entries from `next` on are not what they would be if their entries
  // were woven again: another mapping makes them, or entries before `next` were passed over.
  virtual void broken(std::uint64_t /*next*/) {}
  // Waits at most `timeout_ms` until all documents that the sink took are delivered. The Error of
  // flush() counts the documents that were not delivered. With a timeout of 0 flush() does not
  // wait, and a document under way is no error.
  virtual base::Status flush(int timeout_ms) = 0;
};

}  // namespace auweave::deliver
