// Reads the key of `hash:` from a file. The key of `hash:` must not stand in the mapping itself,
// because many users may read a mapping. Only mapping/ uses key_file.h.
#pragma once

#include <string>

#include "mapping/reading.h"

namespace auweave::mapping {

// Replaces the path in `key` by the bytes of the file at this path, without newlines at the end.
// Returns false and adds a problem at `node` if `key` is no path with a slash, if the file cannot
// be found or read, or if the key has fewer than 16 bytes or more than 4 KiB.
bool read_key(const yaml::Node& node, std::string& key, Reading& reading);

}  // namespace auweave::mapping
