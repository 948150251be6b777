// A session, told: when it opens, when more of it is known, when it closes.
#pragma once

#include <string>

#include "model/document.h"
#include "session/session.h"

namespace auweave::weave {

// `left_open`: the input ends. What recordings came to is told then, and when the session closes;
// before that it would depend on which input was read first.
enum class SessionState { opened, updated, left_open, closed };
// A session as it is now. `recordings`: they are among the inputs, so that one may be missing.
// Without event_id.
model::SessionDocument session_document(const session::Session& session, base::WallTime time,
                                        SessionState state, bool recordings, std::string& scratch);

}  // namespace auweave::weave
