// `auweave ticket`: says what a session is for. It writes nothing itself: that it was executed is in the
// audit trail, with the session and who is accountable, and no account can keep it out of there or put it in
// for another session. meaning/ticket.h reads it.
#pragma once

#include <string>

namespace auweave::app {

// The exit status: kUsage for what is no ticket, kWrongInput where there is no audit session.
int ticket(const std::string& text);

}  // namespace auweave::app
