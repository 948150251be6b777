// KernelStatus: what the kernel's audit says of itself (audit_request_status(3)). By whoever may read it
// (CAP_AUDIT_CONTROL); a machine that runs no audit has none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace auweave::audit {

struct KernelStatus {
  std::uint32_t lost =
      0;  // records since the boot, for want of room in the backlog, or of an auditd
  std::uint32_t backlog = 0;  // records that wait for auditd, and how many may
  std::uint32_t backlog_limit = 0;
  // How long processes were made to wait for room in it, since the boot, in the kernel's own ticks (its HZ a
  // second); 0 before Linux 5.9.
  std::uint32_t backlog_wait_ticks = 0;
};

// Waits a tenth of a second at most. Errors (io).
base::Result<KernelStatus> kernel_status();

}  // namespace auweave::audit
