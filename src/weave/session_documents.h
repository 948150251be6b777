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
  SessionDocuments(Context& context, correlate::CommandJoin& commands)
      : context_(context), commands_(commands) {}

  // Cause: the event that caused a session document, and what the document tells.
  struct Cause {
    const model::EventKey& event;
    SessionNews news;
  };
  void put(const session::Session& session, base::WallTime time, SessionState state,
           const Cause& cause);
  // Puts a session document because more facts of the session are known. The document's state is
  // `updated`, or `closed` if the session's end was announced already.
  void put_update(const session::Session& session, base::WallTime time, const Cause& cause) {
    put(session, time, state_of(session), cause);
  }
  // Puts the session document that tells of a recording, whose first chunk is `chunk`.
  void put_update(const session::Session& session, const session::Recording& recording,
                  const model::TtyChunk& chunk);

 private:
  static SessionState state_of(const session::Session& session) {
    return session.close_announced ? SessionState::closed : SessionState::updated;
  }
  void put_as(const session::Session& session, const SessionReport& report, std::string_view id);

  Context& context_;
  correlate::CommandJoin& commands_;
};

}  // namespace auweave::weave
