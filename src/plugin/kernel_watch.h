// KernelWatch: asks the kernel every few seconds what its audit has lost. The main thread looks, the weaver's
// takes.
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
  // `wanted`: the records are this system's. The log outlives it.
  KernelWatch(bool wanted, base::Log& log);

  void look(base::WallTime now);
  // What is to be woven: the first answer, and those that differ from the one before.
  std::optional<weave::KernelLost> take();
  // The last answer; nothing: there is none, or it may not be asked.
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
