// Reads a `when:` of a mapping. Internal to mapping/.
#pragma once

#include "mapping/condition.h"
#include "mapping/reading.h"

namespace auweave::mapping {

// {FIELD: VALUE, FIELD: [VALUE, …], FIELD: {matches: …}, any: [CONDITION, …], not: CONDITION}: all of
// them. What is wrong goes to the reading's problems; the condition is then not to be used.
Condition read_condition(const yaml::Node& node, const Fields& fields, Reading& reading);

}  // namespace auweave::mapping
