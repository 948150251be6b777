// KernelLost: a value that tells how many audit records the kernel has lost since the kernel
// started (audit::KernelStatus).
#pragma once

#include <cstdint>
#include <string>

#include "base/wall_time.h"

namespace auweave::weave {

struct KernelLost {
  base::WallTime at;
  std::string boot_id;
  std::uint64_t lost = 0;

  template <typename Archive>
  void state(Archive& archive) {
    archive(at, boot_id, lost);
  }
};

}  // namespace auweave::weave
