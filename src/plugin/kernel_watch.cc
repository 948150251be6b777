#include "plugin/kernel_watch.h"

#include <cstdlib>
#include <utility>

#include "config/machine.h"

namespace auweave::plugin {

KernelWatch::KernelWatch(bool wanted, base::Log& log)
    : wanted_(wanted), log_(log), boot_id_(config::kernel_boot_id()) {}

// abs(): the wall clock may be set back.
void KernelWatch::look(base::WallTime now) {
  if (!wanted_ || std::abs(now.ms() - looked_.ms()) < kEveryMs) return;
  looked_ = now;
  const auto found = audit::kernel_status();
  if (!found.ok()) {
    if (!std::exchange(said_, true)) {
      log_.say(base::Log::Level::note,
               found.error().message + "; what the kernel loses is not told");
    }
    return;
  }
  const std::lock_guard guard(lock_);
  if (!status_.has_value() || status_->lost != found->lost) {
    untaken_ = weave::KernelLost{now, boot_id_, found->lost};
  }
  status_ = *found;
}

std::optional<weave::KernelLost> KernelWatch::take() {
  const std::lock_guard guard(lock_);
  return std::exchange(untaken_, std::nullopt);
}

std::optional<audit::KernelStatus> KernelWatch::status() const {
  const std::lock_guard guard(lock_);
  return status_;
}

}  // namespace auweave::plugin
