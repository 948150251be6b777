// Rate: the recent growth of a counter. A value.
#pragma once

#include <cstdint>
#include <deque>

#include "base/wall_time.h"

namespace auweave::plugin {

class Rate {
 public:
  // Takes the counter's value at `now`. Returns the counter's growth a second, over the last ten
  // seconds (at most eleven looks), or since the first look.
  double look(base::WallTime now, std::uint64_t count);

 private:
  struct Look {
    base::WallTime time;
    std::uint64_t count;
  };
  std::deque<Look> looks_;  // at most eleven, oldest first
};

}  // namespace auweave::plugin
