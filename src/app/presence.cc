#include "app/presence.h"

#include <utility>

#include "app/live_system.h"

namespace auweave::app {

void Presence::look(base::WallTime now) {
  if (!here_ || now < next_) return;
  next_ = base::WallTime::from_ms(now.ms() + kEveryMs);
  Seen seen{now, sessions_with_process("/proc")};
  const std::lock_guard guard(lock_);
  seen_ = std::move(seen);
}

void Presence::tell(pipeline::Weaver& weaver) {
  std::optional<Seen> seen;
  {
    const std::lock_guard guard(lock_);
    seen = std::exchange(seen_, std::nullopt);
  }
  if (seen.has_value()) weaver.sessions_with_process(seen->at, seen->sessions);
}

}  // namespace auweave::app
