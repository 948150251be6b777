// Presence: which login sessions of this machine still have a process, looked for once a minute: a session
// whose sshd was killed leaves no record of its end.
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
  // `here`: what is woven is this machine's present boot; else it never looks.
  explicit Presence(bool here) : here_(here) {}

  // Of the main thread, as often as it likes.
  void look(base::WallTime now);
  // Of the weaver's thread: what was seen since the last time, if anything.
  std::optional<pipeline::Presence> take();

  static constexpr std::int64_t kEveryMs = 60'000;

 private:
  bool here_;
  base::WallTime looked_;
  std::mutex lock_;
  std::optional<pipeline::Presence> seen_;
};

}  // namespace auweave::plugin
