// Turns an event into an action of one of its session's processes. Pure.
#pragma once

#include <optional>

#include "correlate/process_action.h"
#include "model/document.h"
#include "model/event_facts.h"

namespace auweave::weave {

// Returns no action if the event names no process. The document is stamped already.
std::optional<correlate::ProcessAction> process_action_of(const model::AuditEvent& event,
                                                          const model::EventFacts& facts,
                                                          const model::EventDocument& document);

}  // namespace auweave::weave
