// SessionDocuments: puts the documents of sessions: when a session opens, when more facts are
// known, and when the session closes.
#pragma once

#include "correlate/command_join.h"
#include "session/session.h"
#include "weave/context.h"
#include "weave/session_document.h"

namespace auweave::weave {

class SessionDocuments {
 public:
  // `context` and `commands` must outlive the SessionDocuments. The join `commands` counts a
  // session's commands.
  SessionDocuments(Context& context, const correlate::CommandJoin& commands)
      : context_(context), commands_(commands) {}

  void put(const session::Session& session, base::WallTime time, SessionState state,
           const base::Digest& id);
  // Puts a session document because more facts of the session are known. The document's state is
  // `updated`, or `closed` if the session's end was announced already.
  void put_update(const session::Session& session, base::WallTime time, const base::Digest& id) {
    put(session, time, session.close_announced ? SessionState::closed : SessionState::updated, id);
  }

 private:
  Context& context_;
  const correlate::CommandJoin& commands_;
};

}  // namespace auweave::weave
