// Woven: one event on its way through the weaver's parts, with the known facts of the event. A
// Woven holds references, which are valid while the event is woven.
#pragma once

#include "audit/assembler.h"
#include "model/document.h"
#include "model/event_facts.h"
#include "session/table.h"

namespace auweave::weave {

struct Woven {
  model::AuditEvent& event;
  const model::EventFacts& facts;
  // The EventDocument; it is stamped after the session table was asked.
  model::EventDocument& document;
  const model::Document& told;  // the Document that holds it: a copy of it would cost each event
  session::SessionMatch match = {};
  audit::RawEvent::Fetched fetched = audit::RawEvent::Fetched::no;
};

}  // namespace auweave::weave
