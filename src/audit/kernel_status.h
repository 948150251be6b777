// KernelStatus: the state of the kernel's audit (audit_request_status(3)). Asking the kernel needs
// CAP_AUDIT_CONTROL and a kernel with audit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace auweave::audit {

struct KernelStatus {
  // Number of records lost since the boot, because the backlog was full or there was no auditd.
  std::uint32_t lost = 0;
  std::uint32_t backlog = 0;  // records that wait for auditd
  std::uint32_t backlog_limit = 0;
  // Ticks (HZ a second) that processes waited for room in the backlog; 0 before Linux 5.9.
  std::uint32_t backlog_wait_ticks = 0;
};

// Asks the kernel, and waits about a tenth of a second for the answer. Error (io): the kernel
// refuses, has no audit, or does not answer.
base::Result<KernelStatus> kernel_status();

}  // namespace auweave::audit
