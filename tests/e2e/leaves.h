// What a consumer of all topics of a sink sees in the headers auweave-log and auweave-leaf.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/message.h"

namespace auweave::e2e {

struct Leaves {
  // Documents that are missing, have no leaf, have two, or share one; at most 20, each in words.
  std::vector<std::string> wrong;
  std::size_t repeated = 0;                   // messages whose leaf came before
  std::map<std::string, std::uint64_t> logs;  // the last number of each log
};

Leaves leaves_of(const std::vector<support::Message>& messages);

}  // namespace auweave::e2e
