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
  // `wanted`: the records are this system's; otherwise the kernel is never asked. The log outlives
  // the watch.
  KernelWatch(bool wanted, base::Log& log);

  // Asks the kernel if kEveryMs have passed since the last time. The first failure is logged.
  void look(base::WallTime now);
  // Returns the answer to be woven: the first one, and each whose count of lost records differs
  // from the one before. Returns nothing if there is no such answer since the last call.
  std::optional<weave::KernelLost> take();
  // Returns the last answer, or nothing before the first one.
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
