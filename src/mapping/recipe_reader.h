// Reads the recipe of a path in a mapping: a field's name, or a map such as {from: …, to: …}. Only
// mapping/ uses recipe_reader.h.
#pragma once

#include <optional>

#include "mapping/reading.h"
#include "mapping/recipe.h"

namespace auweave::mapping {

// Returns the recipe at `node`. Returns nothing and adds problems if the recipe is wrong.
std::optional<Recipe> read_recipe(const yaml::Node& node, const Fields& fields, Reading& reading);

}  // namespace auweave::mapping
