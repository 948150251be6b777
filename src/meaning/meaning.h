// Meaning: says what happened, from the records of one event. The meaning of a record type or a
// system call is a row in verdict_types.cc or verdict_calls.cc, and stands nowhere else. The functions of meaning.h are
// pure, without state or clock; names come from the FieldText that the caller passes.
#pragma once

#include "model/audit_event.h"
#include "model/document.h"
#include "model/event_facts.h"

namespace auweave::meaning {

// Fills all of `out` except its stamp, its recording and its session, and returns the facts that
// the session table needs. The views in the document and in the facts point into `event`, whose
// arena holds decoded text, or into static text. The members process, paths and call of `out`,
// which only some mappings write, are filled only if `extended` is true.
model::EventFacts describe(model::AuditEvent& event, model::FieldText& text, bool extended,
                           model::EventDocument& out);

// Returns false for a system call whose verdict is complete without libauparse's normalizer.
bool wants_normalized(std::string_view syscall);

}  // namespace auweave::meaning
