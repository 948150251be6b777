// Reads `fields:` of a mapping: paths and their recipes. Internal to mapping/.
#pragma once

#include "mapping/path_tree.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// Adds to `tree` the paths of a list [FIELD, …], in which each path is the field's name, or of a map
// {PATH: RECIPE, …}. The recipes are used if the rule with the index `rule` holds, or always if
// `rule` is Choice::kAlways.
void read_fields(const yaml::Node& node, const Fields& fields, std::size_t rule, PathTree& tree,
                 Reading& reading);

}  // namespace auweave::mapping
