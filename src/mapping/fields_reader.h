// Reads `fields:` of a mapping: paths and what stands behind them. Internal to mapping/.
#pragma once

#include "mapping/path_tree.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// [FIELD, …], written under their own names, or {PATH: RECIPE, …}; when `rule` holds, or
// Choice::kAlways.
void read_fields(const yaml::Node& node, const Fields& fields, std::size_t rule, PathTree& tree,
                 Reading& reading);

}  // namespace auweave::mapping
