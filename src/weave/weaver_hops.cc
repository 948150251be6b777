// Weaver's part for hops: which session a session came from.
#include "weave/weaver.h"

namespace auweave::weave {

void Weaver::follow_hops(const model::AuditEvent& event, const session::Noted& noted,
                         const model::EventFacts& facts, const model::EventDocument& document) {
  const std::string_view host = document.stamp.host;
  if (noted.connection != nullptr) hops_.knocked(host, *noted.connection, event.key, facts);
  if (noted.opened && noted.session->opened == event.key.time()) {
    hops_.opened(*noted.session, event.key);
  }
  if (facts.executed) hops_.executed(host, event.key, facts, document.argv);
  if (document.dest_ip.empty() || document.result == "failure") return;
  hops_.dialled(host, noted.session, event.key, facts, {document.effective_user, *event.peer});
}

void Weaver::hop(const session::Session& session, const model::EventKey& login) {
  publish_session(session, login.time(),
                  session.close_told ? SessionState::closed : SessionState::updated,
                  ids_.of_event(session.host, login, "session-parent"));
}

}  // namespace auweave::weave
