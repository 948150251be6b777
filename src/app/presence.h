// Presence: which login sessions of this machine still have a process, looked for once a minute: a session
// whose sshd was killed leaves no record of its end.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_set>

#include "base/wall_time.h"
#include "pipeline/weaver.h"

namespace auweave::app {

class Presence {
 public:
  // `here`: what is woven is this machine's present boot; else it never looks.
  explicit Presence(bool here) : here_(here) {}

  // Of the main thread, as often as it likes.
  void look(base::WallTime now);
  // Of the weaver's thread: what was seen since the last time.
  void tell(pipeline::Weaver& weaver);

  static constexpr std::int64_t kEveryMs = 60'000;

 private:
  struct Seen {
    base::WallTime at;
    std::unordered_set<std::uint32_t> sessions;
  };
  bool here_;
  base::WallTime next_;
  std::mutex lock_;
  std::optional<Seen> seen_;
};

}  // namespace auweave::app
