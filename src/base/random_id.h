// Makes ids that no other process has made.
#pragma once

#include <string>

namespace auweave::base {

// Returns 16 random bytes as 32 hex digits, or "" if the system gives none (getrandom(2)).
std::string random_id();

}  // namespace auweave::base
