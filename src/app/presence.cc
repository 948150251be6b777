#include "app/presence.h"

#include <utility>

#include "app/live_system.h"

namespace auweave::app {

void Presence::look(base::WallTime now) {
  if (!here_ || now < next_) return;
  next_ = base::WallTime::from_ms(now.ms() + kEveryMs);
  pipeline::Presence seen{now, sessions_with_process("/proc")};
  const std::lock_guard guard(lock_);
  seen_ = std::move(seen);
}

std::optional<pipeline::Presence> Presence::take() {
  const std::lock_guard guard(lock_);
  return std::exchange(seen_, std::nullopt);
}

}  // namespace auweave::app
