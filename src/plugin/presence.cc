#include "plugin/presence.h"

#include <cstdlib>
#include <utility>

#include "plugin/live_system.h"

namespace auweave::plugin {

void Presence::look(base::WallTime now) {
  // abs(): the wall clock may be set back.
  if (!here_ || std::abs(now.ms() - looked_.ms()) < kEveryMs) return;
  looked_ = now;
  pipeline::Presence seen{now, sessions_with_process("/proc")};
  const std::lock_guard guard(lock_);
  seen_ = std::move(seen);
}

std::optional<pipeline::Presence> Presence::take() {
  const std::lock_guard guard(lock_);
  return std::exchange(seen_, std::nullopt);
}

}  // namespace auweave::plugin
