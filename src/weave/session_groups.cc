#include "weave/session_groups.h"

#include <algorithm>

#include "base/text.h"

namespace auweave::weave {
namespace {

using session::Session;

// Returns the serial of the record that the session is named after, or 0 if the key is a hash.
std::uint64_t serial_of(const Session& session) {
  const std::size_t slash = session.key.rfind('/');
  if (slash == std::string::npos) return 0;
  return base::parse_unsigned(std::string_view(session.key).substr(slash + 1)).value_or(0);
}

}  // namespace

void SessionGroups::fill(const session::SessionMatch& match) {
  if (match.session == nullptr || !(match.opened || match.resumed)) return;
  Session& session = *match.session;
  if (!session.actor_groups.empty()) return;
  const auto of_file = context_.settings.groups.find(session.actor);
  if (of_file != context_.settings.groups.end()) session.actor_groups = of_file->second;
  const auto answer = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& each) {
    return each.session_key == session.key;
  });
  if (answer == waiting_.end()) return;
  if (session.actor_groups.empty()) session.actor_groups = std::move(answer->groups);
  waiting_.erase(answer);
}

// The key tells a session from one of another boot with the same number, whose LOGIN is not woven
// yet.
void SessionGroups::take(const model::AccountGroups& answer) {
  Session* session = table_.at(answer.host, answer.ses);
  if (session != nullptr && session->key == answer.session_key) {
    if (!session->actor_groups.empty()) return;
    session->actor_groups = answer.groups;
    return tell(*session);
  }
  if (waiting_.size() >= kMostWaiting) waiting_.pop_front();
  waiting_.push_back(answer);
}

// The first event of a session of before the start tells what is known of it by then.
void SessionGroups::tell(const Session& session) {
  const bool named = context_.settings.must_record.services.contains(session.service);
  const bool end_unknown = session.close_announced && !session.closed.has_value();
  if (!named || session.unannounced || end_unknown) return;
  const model::EventKey& cause = session.closed.has_value() ? session.closed_by : session.last;
  const model::EventKey key{cause.sec, cause.ms, serial_of(session)};
  documents_.put_update(session, key.time(), {key, SessionNews::groups});
}

}  // namespace auweave::weave
