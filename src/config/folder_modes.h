// Looks at who may write the configuration's inputs on this machine.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace auweave::config {

// Returns a warning for each input that accounts may write which should not (docs/plugin.md, "Files
// that users can write"). The plugin reads such an input all the same.
std::vector<std::string> weak_inputs(const Config& config);

}  // namespace auweave::config
