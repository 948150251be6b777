// KernelWatch: asks the kernel every few seconds how many audit records it lost
// (audit::kernel_status). The main thread calls look(), the weaver's thread take(), any thread
// status().
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "audit/kernel_status.h"
#include "base/log.h"
#include "pipeline/input.h"

namespace auweave::plugin {

class KernelWatch {
 public:
  // Unless `wanted` (the records are this system's), the kernel is never asked. The log must
  // outlive the KernelWatch.
  KernelWatch(bool wanted, base::Log& log);

  // Asks the kernel if kEveryMs have passed since it was last asked. Only the first failure to ask
  // the kernel is logged.
  void look(base::WallTime now);
  // Returns the kernel's answer if it is to be woven: the first answer, and each whose count of
  // lost records differs from the answer before. Returns nothing if no answer to be woven came
  // since the last take().
  std::optional<weave::KernelLost> take();
  // Returns the kernel's last answer, or nothing before the first answer.
  [[nodiscard]] std::optional<audit::KernelStatus> status() const;

  static constexpr std::int64_t kEveryMs = 5000;

 private:
  bool wanted_;
  base::Log& log_;
  std::string boot_id_;
  base::WallTime looked_;
  bool said_ = false;

  mutable std::mutex lock_;
  std::optional<audit::KernelStatus> status_;
  std::optional<weave::KernelLost> untaken_;
};

}  // namespace auweave::plugin
