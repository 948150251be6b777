// Sink: where finished documents go, as bytes. One thread at a time.
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

// A document ready to go. Views, valid during put(); `kind` for ever.
struct Outgoing {
  std::string_view kind;
  // Documents of one key keep their order. pipeline::Publisher takes the session_id, else the host.
  std::string_view key;
  std::string_view bytes;    // JSON, without a newline
  std::string_view id = {};  // event_id, 32 hex
  std::string_view host = {};
  std::optional<base::WallTime> time = {};
  bool keep = false;  // tells of a loss: no queue may drop it
  bool own = false;   // the plugin's own: no weaver has counted it
  // The number of the spool's entry that the document is woven from (spool::Spool); it is never less than
  // that of the document before. 0: no entry made it.
  std::uint64_t entry = 0;
  // A name in the sink's topics; empty: that of its kind.
  std::string_view topic = {};
  // Headers beside those that every document has: names and values.
  std::span<const std::pair<std::string_view, std::string_view>> headers = {};
};

class Sink {
 public:
  virtual ~Sink() = default;
  // An Error (io): this document was not taken and the sink says why.
  virtual base::Status put(const Outgoing& document) = 0;
  // No document of entries below `next` comes any more. `note` says where the inputs are then, for a start that
  // has nothing but what the sink keeps; it may be of a little before.
  virtual void reached(std::uint64_t /*next*/, const std::string& /*note*/) {}
  // Waits until all that was taken is where it should be, at most `timeout_ms`. The Error says what
  // was not, with numbers. With 0 it only looks: what is on its way is no failure.
  virtual base::Status flush(int timeout_ms) = 0;
};

}  // namespace auweave::deliver
