// Reads the part of a mapping for one kind of document. Only mapping/ uses kind_reader.h.
#pragma once

#include "mapping/path_tree.h"
#include "mapping/plan.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// KindDraft: the plan of a kind while files are read. An extended file is read before the file that
// extends it.
struct KindDraft {
  KindPlan plan;  // the plan without its steps, which are made from `tree` at the end
  PathTree tree;
};

// Changes the draft by a list [FIELD, …], by `none`, which empties the draft, or by a map with the
// keys fields, rules, remove, drop, keep, sample, topic, key and headers. Mistakes go to the
// reading's problems.
void read_kind(const yaml::Node& name, const yaml::Node& node, KindDraft& draft, Reading& reading);

}  // namespace auweave::mapping
