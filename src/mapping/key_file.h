// The key of `hash:`, from a file: it must not stand in a mapping that many may read. Internal to mapping/.
#pragma once

#include <string>

#include "mapping/reading.h"

namespace auweave::mapping {

// Reads the file that `key` names, and leaves its bytes there, without a newline at the end. False, and
// a problem at `node`, when it cannot be read or holds fewer than 16 bytes or more than 4 KiB.
bool read_key(const yaml::Node& node, std::string& key, Reading& reading);

}  // namespace auweave::mapping
