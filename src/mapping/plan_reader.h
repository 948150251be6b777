// Reads a mapping's file, and those that it extends, to a Plan. Internal to mapping/.
#pragma once

#include "mapping/plan.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// The Error (config) has every mistake, a line each, with file:line:column.
base::Result<Plan> read_plan(const yaml::Node& root, const FindFile& find);

}  // namespace auweave::mapping
