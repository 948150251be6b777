// Reads `fields:` of a mapping: paths and their recipes. Only mapping/ uses fields_reader.h.
#pragma once

#include "mapping/path_tree.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// FieldsInto: the tree that read_fields() adds paths to, and the rule that the paths belong to.
struct FieldsInto {
  PathTree& tree;
  // Index of the rule that must hold for the recipes to be used.
  std::size_t rule = Choice::kAlways;
};

// Adds the paths of a list [FIELD, …], in which each path is the field's name, or of a map
// {PATH: RECIPE, …}.
void read_fields(const yaml::Node& node, const Fields& fields, const FieldsInto& into,
                 Reading& reading);

}  // namespace auweave::mapping
