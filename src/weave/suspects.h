// Suspects: reports suspect recordings, whose chunks belong to no session. Each suspect recording
// is reported once for each reason, however many chunks it has. Every reason is reported, because
// the reason that is found first depends on the order in which the inputs are read.
#pragma once

#include <string>

#include "base/bounded_map.h"
#include "correlate/chunk_join.h"
#include "weave/context.h"

namespace auweave::weave {

class Suspects {
 public:
  explicit Suspects(Context& context) : context_(context) {}

  // Puts the pipeline document of a chunk that has no session, unless its recording and reason were
  // reported before.
  void tell(const correlate::JoinedChunk& joined);

  template <typename Archive>
  void state(Archive& archive) {
    archive(told_);
  }

  // Above kMost reports the least recently used report is forgotten. A recording whose report is
  // forgotten may be reported again.
  static constexpr std::size_t kMost = 10'000;

 private:
  Context& context_;
  // Recordings that were reported, each with its reason.
  base::BoundedMap<std::string, bool> told_{kMost};
};

}  // namespace auweave::weave
