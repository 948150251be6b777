// Reads what a mapping says of one kind of document. Internal to mapping/.
#pragma once

#include "mapping/path_tree.h"
#include "mapping/plan.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// A kind while files are read: what is extended first, then what extends it.
struct KindDraft {
  KindPlan plan;  // but for its steps
  PathTree tree;
};

// [FIELD, …], `none`, or {fields: …, rules: …, remove: …, drop: …, keep: …, sample: …}.
void read_kind(const yaml::Node& name, const yaml::Node& node, KindDraft& draft, Reading& reading);

}  // namespace auweave::mapping
