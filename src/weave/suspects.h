// Suspects: tells of recordings that nothing vouches for, once a recording and reason, however many chunks come: which
// of two reasons is found first depends on which input is read first.
#pragma once

#include <string>

#include "base/bounded_map.h"
#include "correlate/chunk_join.h"
#include "weave/context.h"

namespace auweave::weave {

class Suspects {
 public:
  explicit Suspects(Context& context) : context_(context) {}

  // The document of a chunk that has no session.
  void tell(const correlate::JoinedChunk& joined);

  template <typename Archive>
  void state(Archive& archive) {
    archive(told_);
  }

  // Above them the one that came up least recently is forgotten, and may be told again.
  static constexpr std::size_t kMost = 10'000;

 private:
  Context& context_;
  // Recordings, with the reason.
  base::BoundedMap<std::string, bool> told_{kMost};
};

}  // namespace auweave::weave
