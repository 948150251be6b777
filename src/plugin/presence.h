// Presence: looks once a minute which login sessions of this machine still have a process. A
// session whose sshd was killed leaves no record of its end.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_set>

#include "base/wall_time.h"
#include "pipeline/input.h"

namespace auweave::plugin {

class Presence {
 public:
  // Unless `here` (the records are of this machine's present boot), look() does nothing.
  explicit Presence(bool here) : here_(here) {}

  // Looks if kEveryMs have passed since the last look; called often, by the main thread.
  void look(base::WallTime now);
  // Returns the last look, or nothing if take() returned it before; called by the weaver's thread.
  std::optional<pipeline::Presence> take();

  static constexpr std::int64_t kEveryMs = 60'000;

 private:
  bool here_;
  base::WallTime looked_;
  std::mutex lock_;
  std::optional<pipeline::Presence> seen_;
};

}  // namespace auweave::plugin
