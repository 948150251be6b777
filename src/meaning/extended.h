// Fills the values that only some mappings write (full, and the schemas of SIEMs): process, paths
// and the system call.
#pragma once

#include "meaning/record_fields.h"
#include "model/document.h"

namespace auweave::meaning {

void fill_extended(const Fields& fields, const model::Record* lead, const model::Record* call,
                   model::EventDocument& out);

}  // namespace auweave::meaning
