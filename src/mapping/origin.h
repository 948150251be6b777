// Origins: the record fields of an event that a field of a document is made of (Field::origin).
// Only mapping/ uses origin.h.
#pragma once

#include <string>
#include <vector>

#include "mapping/field.h"

namespace auweave::mapping {

// Returns the record field of the first word of the origin ("TYPE.field", "*.field") that the event
// has, with its value: "SYSCALL.pid=25290". Returns nothing if the subject is no event, if the
// field is worked out, or if the event has no such record field.
std::vector<std::string> records_of(const Field& field, const Subject& subject);

}  // namespace auweave::mapping
