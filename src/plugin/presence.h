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
  // `here`: the records are of this machine's present boot; otherwise look() does nothing.
  explicit Presence(bool here) : here_(here) {}

  // The main thread's. May be called often: looks if kEveryMs have passed.
  void look(base::WallTime now);
  // The weaver's thread's. Returns the last look, or nothing if there was none since the last call.
  std::optional<pipeline::Presence> take();

  static constexpr std::int64_t kEveryMs = 60'000;

 private:
  bool here_;
  base::WallTime looked_;
  std::mutex lock_;
  std::optional<pipeline::Presence> seen_;
};

}  // namespace auweave::plugin
