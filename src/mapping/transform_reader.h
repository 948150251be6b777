// Reads `to:` of a mapping. Only mapping/ uses transform_reader.h.
#pragma once

#include <optional>
#include <vector>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

// Reads one transform, or a list of transforms, for a value of `type`, and sets `type` to the type
// of the transformed value. Returns nothing and adds a problem if a transform is wrong.
std::optional<std::vector<Transform>> read_transforms(const yaml::Node& node, Type& type,
                                                      Reading& reading);

}  // namespace auweave::mapping
