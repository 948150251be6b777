// The document of a session: when the session opens, when more is known, when it closes.
#pragma once

#include <string>

#include "model/document.h"
#include "session/session.h"

namespace auweave::weave {

// left_open: the input has ended. Only left_open and closed documents have the totals of
// recordings. Totals before that would depend on the input that is read first.
enum class SessionState { opened, updated, left_open, closed };
// Makes the document of a session in its present state, without event_id. `recordings`: recordings
// are among the inputs, so a recorder without chunks is a finding. `scratch` holds the text of the
// target.
model::SessionDocument session_document(const session::Session& session, base::WallTime time,
                                        SessionState state, bool recordings, std::string& scratch);

}  // namespace auweave::weave
