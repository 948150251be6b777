#include "weave/session_documents.h"

#include <string>

namespace auweave::weave {

void SessionDocuments::put(const session::Session& session, base::WallTime time, SessionState state,
                           const Cause& cause) {
  put_as(session, {time, state, context_.settings},
         EventIds::of_session(session.key, cause.event.serial, cause.news));
}

void SessionDocuments::put_update(const session::Session& session,
                                  const session::Recording& recording,
                                  const model::TtyChunk& chunk) {
  const bool by_serial = recording.serial != 0 && !recording.found_running();
  put_as(session, {chunk.time, state_of(session), context_.settings},
         by_serial ? EventIds::of_session(session.key, recording.serial, SessionNews::recording)
                   : context_.ids.of_session(session.key, chunk));
}

void SessionDocuments::put_as(const session::Session& session, const SessionReport& report,
                              std::string_view id) {
  std::string scratch;
  model::SessionDocument document = session_document(session, report, scratch);
  document.stamp.event_id = id;
  const correlate::Attached guests = commands_.terminals().guests_of(session.id);
  const correlate::Attached hosts = commands_.terminals().hosts_of(session.id);
  document.attached_sessions = guests.sessions;
  document.attached_to = hosts.sessions;
  if (guests.inferred || hosts.inferred) document.attached_inferred = true;
  if (report.state == SessionState::closed || report.state == SessionState::left_open) {
    document.commands = static_cast<std::int64_t>(commands_.commands_of(session.id));
    document.prompts_unseen_from = commands_.unseen_of(session.id);
    if (document.prompts_unseen_from.has_value()) document.integrity.emplace_back("prompts-unseen");
  }
  context_.outlet.put(document);
}

}  // namespace auweave::weave
