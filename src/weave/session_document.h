// The function session_document() makes the documents of a session: when the session opens, when
// more facts are known, and when the session closes.
#pragma once

#include <string>

#include "model/document.h"
#include "session/session.h"
#include "weave/settings.h"

namespace auweave::weave {

// The state left_open is that of an open session when the input has ended. Only left_open and
// closed documents have the totals of recordings, because earlier totals would depend on which
// input is read first.
enum class SessionState { opened, updated, left_open, closed };
// SessionReport: as of when, and in which state of the session, its document is made. The settings
// say which recordings the inputs have and which sessions must be recorded, for the integrity of a
// closed session.
struct SessionReport {
  base::WallTime time;
  SessionState state;
  const WeaverSettings& settings;
};
// Makes the document of a session in its present state, without event_id, which the caller sets.
// `scratch` holds the text of the document's target, and must outlive the document.
model::SessionDocument session_document(const session::Session& session,
                                        const SessionReport& report, std::string& scratch);

}  // namespace auweave::weave
