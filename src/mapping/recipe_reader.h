// Reads what stands behind a path of a mapping: a field's name, or {from: …, to: …}. Internal to mapping/.
#pragma once

#include <optional>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

// Nothing, and problems, when it is wrong.
std::optional<Recipe> read_recipe(const yaml::Node& node, const Fields& fields, Reading& reading);

}  // namespace auweave::mapping
