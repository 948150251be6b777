// Reads `fields:` of a mapping: paths and their recipes. Internal to mapping/.
#pragma once

#include "mapping/path_tree.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// Where read_fields() adds the paths that it reads.
struct FieldsInto {
  PathTree& tree;
  // The recipes are used if the rule with this index holds.
  std::size_t rule = Choice::kAlways;
};

// Adds the paths of a list [FIELD, …], in which each path is the field's name, or of a map
// {PATH: RECIPE, …}.
void read_fields(const yaml::Node& node, const Fields& fields, const FieldsInto& into,
                 Reading& reading);

}  // namespace auweave::mapping
