// Meaning: what happened, told from the records of one event. The verdict of a record type or a
// system call is a row in verdicts.cc, and nowhere else. Pure: no state, no clock; names come from
// the FieldText that is passed in.
#pragma once

#include "model/audit_event.h"
#include "model/document.h"
#include "model/event_facts.h"

namespace auweave::meaning {

// Fills everything of `out` but its stamp, its recording and `session`, and returns the facts that
// the session table needs. Views in both point into `event` (whose arena takes what is decoded) and
// into static text. `extended` also fills process, paths and call, which only some mappings write.
model::EventFacts describe(model::AuditEvent& event, model::FieldText& text, bool extended,
                           model::EventDocument& out);

// False for system calls whose verdict is complete without libauparse's normalizer.
bool wants_normalized(std::string_view syscall);

}  // namespace auweave::meaning
