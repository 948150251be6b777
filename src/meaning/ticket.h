// Tickets: a ticket names the change or task that a session is for. A session's ticket is set by
// the execve of `auweave ticket ID`, which any account may run, or by a USER message with ticket=ID
// (`auditctl -m`), which takes CAP_AUDIT_WRITE (docs/decisions/0018-tickets.md). All functions of
// ticket.h are pure.
#pragma once

#include <string_view>

#include "meaning/object.h"
#include "meaning/record_fields.h"
#include "model/document.h"

namespace auweave::meaning {

// True if `exe` is the program whose execve may set a ticket (auweave).
[[nodiscard]] bool says_tickets(std::string_view exe);

// Returns the ticket that the event sets, or an empty text if the event sets no ticket.
[[nodiscard]] std::string_view ticket_of(const Fields& fields, const Parts& parts,
                                         const model::EventDocument& document);

}  // namespace auweave::meaning
