// Losses: puts a `loss` document for data that were lost before the weaver had them. Losses reports
// three kinds of lost data: records that the plugin threw away, records that the kernel lost, and
// chunks that never came.
#pragma once

#include <cstdint>
#include <string_view>

#include "correlate/chunk_join.h"
#include "correlate/flood.h"
#include "weave/context.h"
#include "weave/kernel_lost.h"

namespace auweave::weave {

class Losses {
 public:
  explicit Losses(Context& context) : context_(context) {}

  // Reports that `count` records were read and thrown away. `first` and `last` are the beginnings
  // of the first and of the last lost record, with their serials.
  void records(std::uint64_t count, std::string_view first, std::string_view last);
  // Takes the kernel's present count of lost records, and reports a rise since the last count of
  // the same boot. The first count of a boot is not reported, since the time of earlier losses is
  // unknown.
  void kernel(const KernelLost& now);
  void chunks(const correlate::LostChunks& lost);
  // Reports that chunks of a recording contradict each other, and from which number on its chunks
  // are disowned.
  void contradicted(const correlate::ContradictedChunks& contradicted);
  // Reports chunks whose output was left out, because more was shown in a second than `limit` allows
  // (correlate::Flood).
  void flood(const session::Session& session, const session::Recording& recording,
             const correlate::FloodRun& run, std::uint64_t limit);

  template <typename Archive>
  void state(Archive& archive) {
    archive(kernel_);
  }

 private:
  Context& context_;
  KernelLost kernel_;  // the count that was given last
};

}  // namespace auweave::weave
