// Makes session documents: when the session opens, when more facts are known, and when the session
// closes.
#pragma once

#include <string>

#include "model/document.h"
#include "session/session.h"

namespace auweave::weave {

// left_open is the state of an open session when the input has ended. Only left_open and closed
// documents have the totals of recordings. Totals before that would depend on the input that is
// read first.
enum class SessionState { opened, updated, left_open, closed };
struct SessionReport {
  base::WallTime time;
  SessionState state;
  // The inputs have recordings, so a recorder without chunks is told in the session's integrity.
  bool recordings;
};
// Makes the document of a session as it is now, without event_id. `scratch` holds the text of the
// target.
model::SessionDocument session_document(const session::Session& session,
                                        const SessionReport& report, std::string& scratch);

}  // namespace auweave::weave
