// Reads a mapping's file, and the files that it extends, to a Plan. Internal to mapping/.
#pragma once

#include "mapping/plan.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// Error (config): the error lists every mistake, each on a line, with file:line:column.
base::Result<Plan> read_plan(const yaml::Node& root, const FindFile& find);

}  // namespace auweave::mapping
