// Rights: the account as which a session acts at each moment, and the number of sudo and su shells
// around the moment. A sudo that runs a program other than a shell gives no prompt, so Rights do
// not count it. Only story/ uses rights.h.
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
  void returned(const Happening& happening);
  void executed(const Happening& happening);

  std::string actor_;
  std::vector<Stay> stays_;  // sorted by `from`
};

}  // namespace auweave::story
