// A small made-up night: sessions, their recorders and programs, and what tlog would have written of
// them, with losses, repeats, damage and forgeries. All of it follows from the seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace auweave {

struct TimedLine {
  std::int64_t ms = 0;
  std::string text;
};

struct Night {
  std::string boot_id;
  std::vector<TimedLine> audit;  // in the order of the log: times go back a little now and then
  std::vector<TimedLine> tlog;   // in the order of their times
};

Night make_night(unsigned seed);

}  // namespace auweave
