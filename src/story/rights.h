// Rights: as whom a session acts, and inside how many shells of sudo and su, at each moment. What sudo
// runs that is no shell gives nobody a prompt, and does not count. Pure; internal to story/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "story/happening.h"

namespace auweave::story {

class Rights {
 public:
  Rights(std::string actor, const std::vector<Happening>& happenings);

  [[nodiscard]] std::size_t depth(base::WallTime time) const;
  [[nodiscard]] std::string user(base::WallTime time) const;

 private:
  struct Stay {
    std::int64_t pid = 0;
    std::string user;
    base::WallTime from;
    std::optional<base::WallTime> until;
    bool decided = false;
    bool shell = false;
    [[nodiscard]] bool holds(base::WallTime time) const {
      return shell && from < time && (!until.has_value() || time < *until);
    }
  };
  std::string actor_;
  std::vector<Stay> stays_;  // by `from`
};

}  // namespace auweave::story
