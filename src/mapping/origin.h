// Origins: the record fields of an event that a mapping's field is made of (Field::origin). Internal to
// mapping/.
#pragma once

#include <string>
#include <vector>

#include "mapping/field.h"

namespace auweave::mapping {

// "SYSCALL.pid=25290": for the origin's first word ("TYPE.field", "*.field") that the event has. Empty
// for what is no event, or is worked out.
std::vector<std::string> records_of(const Field& field, const Subject& subject);

}  // namespace auweave::mapping
