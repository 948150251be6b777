// `auweave ticket`: states the change ticket of a session. The command `auweave ticket` sends no
// record: its execve is in the audit trail, with the session and the accountable user. No account
// can keep the execve out of the audit trail, or put the execve into another session. The functions
// of meaning/ticket.h read the ticket.
#pragma once

#include <string>

namespace auweave::app {

// Returns the exit status: kUsage if `text` is no ticket, kWrongInput if the process has no audit
// session.
int ticket(const std::string& text);

}  // namespace auweave::app
