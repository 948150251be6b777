#include "weave/session_documents.h"

#include <string>

namespace auweave::weave {

void SessionDocuments::put(const session::Session& session, base::WallTime time, SessionState state,
                           const base::Digest& id) {
  std::string scratch;
  model::SessionDocument document =
      session_document(session, {time, state, context_.settings.recordings}, scratch);
  document.stamp.event_id = id;
  if (state == SessionState::closed || state == SessionState::left_open) {
    document.commands = static_cast<std::int64_t>(commands_.commands_of(session.id));
  }
  context_.outlet.put(document);
}

}  // namespace auweave::weave
