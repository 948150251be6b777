#include "weave/hops.h"

namespace auweave::weave {

void Hops::follow(const Woven& woven) {
  const auto& [event, facts, document, told, match, fetched] = woven;
  const std::string_view host = document.stamp.host;
  if (match.connection != nullptr) join_.knocked(host, *match.connection, event.key, facts);
  if (match.opened && match.session->opened == event.key.time()) {
    join_.opened(*match.session, event.key);
  }
  if (facts.executed) join_.executed(host, event.key, facts, document.argv);
  if (document.dest_ip.empty() || document.result == "failure") return;
  join_.dialled(host, event.key, facts, {match.session, document.effective_user, *event.peer});
}

void Hops::hop(const session::Session& session, const model::EventKey& login) {
  documents_.put_update(session, login.time(), {login, SessionNews::parent});
}

}  // namespace auweave::weave
