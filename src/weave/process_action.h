// A pure function that turns an event into an action of a process of the event's session.
#pragma once

#include <optional>

#include "correlate/process_action.h"
#include "model/document.h"
#include "model/event_facts.h"

namespace auweave::weave {

// Returns the process action of the event, or no action if the event names no process. The
// `document` must have been stamped by stamp_event().
std::optional<correlate::ProcessAction> process_action_of(const model::AuditEvent& event,
                                                          const model::EventFacts& facts,
                                                          const model::EventDocument& document);

}  // namespace auweave::weave
