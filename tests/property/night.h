// A small made-up night: sessions, their recorders, programs and sudos, and what tlog and sudo would
// have written of them, with losses, repeats, damage and forgeries. All of it follows from the seed.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "model/tty_chunk.h"

namespace auweave {

struct TimedLine {
  std::int64_t ms = 0;
  std::string text;
  std::optional<model::TtyChunk> chunk = {};  // of a log of sudo's, in place of a text
};

struct Night {
  std::string boot_id;
  std::vector<TimedLine> audit;  // in the order of the log: times go back a little now and then
  std::vector<TimedLine> tlog;   // in the order of their times
  std::vector<TimedLine> sudo;   // the same; in half of the nights
};

Night make_night(unsigned seed);

}  // namespace auweave
