// `auweave ticket`: states the change ticket of a session. The command writes nothing: its
// execution is in the audit trail, with the session and the accountable user. No account can keep
// the execution out of the audit trail, or put it into another session's. meaning/ticket.h reads
// the ticket.
#pragma once

#include <string>

namespace auweave::app {

// Returns the exit status: kUsage if `text` is no ticket, kWrongInput if the process has no audit
// session.
int ticket(const std::string& text);

}  // namespace auweave::app
