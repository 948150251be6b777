// An event as an act of one of its session's processes. Pure.
#pragma once

#include <optional>

#include "correlate/process_action.h"
#include "model/document.h"
#include "model/event_facts.h"

namespace auweave::weave {

// Nothing: no process did it, or it says nothing of commands. The document is stamped.
std::optional<correlate::ProcessAction> process_action_of(const model::AuditEvent& event,
                                                          const model::EventFacts& facts,
                                                          const model::EventDocument& document);

}  // namespace auweave::weave
