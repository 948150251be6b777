// SessionDocuments: puts the documents of a session: when it opens, when more of it is known, when it closes.
#pragma once

#include "correlate/command_join.h"
#include "session/session.h"
#include "weave/context.h"
#include "weave/session_document.h"

namespace auweave::weave {

class SessionDocuments {
 public:
  // Both outlive it. The join counts a session's commands.
  SessionDocuments(Context& context, const correlate::CommandJoin& commands)
      : context_(context), commands_(commands) {}

  void put(const session::Session& session, base::WallTime time, SessionState state,
           const base::Digest& id);
  // More of the session is known: `updated`, or `closed` again where that was announced already.
  void put_update(const session::Session& session, base::WallTime time, const base::Digest& id) {
    put(session, time, session.close_announced ? SessionState::closed : SessionState::updated, id);
  }

 private:
  Context& context_;
  const correlate::CommandJoin& commands_;
};

}  // namespace auweave::weave
