// Reads `to:` of a mapping. Internal to mapping/.
#pragma once

#include <optional>
#include <vector>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

// One transform or a list of them, for a value of `type`, which becomes that of what comes out.
// Nothing, and problems, when they are wrong.
std::optional<std::vector<Transform>> read_transforms(const yaml::Node& node, Type& type,
                                                      Reading& reading);

}  // namespace auweave::mapping
