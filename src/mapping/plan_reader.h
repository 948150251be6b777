// Reads a mapping's file and the files that it extends to a Plan. Only mapping/ uses plan_reader.h.
#pragma once

#include "mapping/plan.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// Returns a mapping's plan. The Error (config) lists each mistake on a line, with file:line:column.
base::Result<Plan> read_plan(const yaml::Node& root, const FindFile& find);

}  // namespace auweave::mapping
