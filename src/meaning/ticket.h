// Tickets: what a session says it is for. Two records say so (docs/decisions/0018-tickets.md): the execve of
// `auweave ticket ID`, which any account may run, and a USER message with ticket=ID (`auditctl -m`), which
// takes CAP_AUDIT_WRITE. Pure.
#pragma once

#include <string_view>

#include "meaning/object.h"
#include "meaning/record_fields.h"
#include "model/document.h"

namespace auweave::meaning {

// The program whose execve says one.
[[nodiscard]] bool says_tickets(std::string_view exe);

// Empty: the event says none.
[[nodiscard]] std::string_view ticket_of(const Fields& fields, const Parts& parts,
                                         const model::EventDocument& document);

}  // namespace auweave::meaning
