// Looks at how the configuration's documents and secrets are protected on their way out.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace auweave::config {

// Returns a warning for each Kafka sink whose password or documents others on the network can read, or
// whose broker is not checked to be the one that is meant. The plugin uses such a sink all the same.
std::vector<std::string> weak_sinks(const Config& config);

}  // namespace auweave::config
