// Losses: tells what was lost before the weaver had it: records that were thrown away, records that the kernel lost,
// chunks that never came. One `loss` document each.
#pragma once

#include <cstdint>
#include <string_view>

#include "correlate/chunk_join.h"
#include "weave/context.h"
#include "weave/kernel_lost.h"

namespace auweave::weave {

class Losses {
 public:
  explicit Losses(Context& context) : context_(context) {}

  // Records that were read and thrown away: how many, and the first and the last line of them.
  void records(std::uint64_t count, std::string_view first, std::string_view last);
  // The kernel's count now. More than the last count of the same boot is told; the first count of a boot tells
  // nothing, since nobody knows when those records were lost.
  void kernel(const KernelLost& now);
  void chunks(const correlate::LostChunks& lost);

  template <typename Archive>
  void state(Archive& archive) {
    archive(kernel_);
  }

 private:
  Context& context_;
  KernelLost kernel_;  // as it was told last
};

}  // namespace auweave::weave
