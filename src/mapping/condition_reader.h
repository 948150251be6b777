// Reads a `when:` of a mapping. Only mapping/ uses condition_reader.h.
#pragma once

#include "mapping/condition.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// Reads a map such as {FIELD: VALUE, FIELD: [VALUE, …], FIELD: {matches: …}, any: [CONDITION, …],
// not: CONDITION}. The condition of a map holds if every member of the map holds. Mistakes go to
// the reading's problems, and a condition with a mistake must not be used.
Condition read_condition(const yaml::Node& node, const Fields& fields, Reading& reading);

}  // namespace auweave::mapping
