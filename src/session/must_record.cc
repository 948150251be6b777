#include "session/must_record.h"

#include <algorithm>

namespace auweave::session {
namespace {

// sudo records single commands of a session: what its user typed at the shell is in no log of
// sudo's.
bool shows_session(const Recording& recording) { return recording.source != "sudo"; }

}  // namespace

bool is_named(const Session& session, const MustRecord& must) {
  if (session.login_unseen() || !must.services.contains(session.service)) return false;
  if (must.users.contains(session.actor)) return true;
  if (session.auid.has_value() && must.users.contains(std::to_string(session.auid->value)))
    return true;
  return std::any_of(session.actor_groups.begin(), session.actor_groups.end(),
                     [&](const std::string& group) { return must.groups.contains(group); });
}

// Without an audited execve nothing tells a shell from `ssh -t host top`.
bool is_interactive(const Session& session) { return !session.tty.empty() && session.has_shell; }

// A recording that joined without a voucher (execs are not audited by then) may be forged, and may
// be true: it leaves open whether the session was recorded.
bool has_no_recording(const Session& session, bool read) {
  if (!read && session.recorder_ran) return false;
  const auto& all = session.recordings.all();
  return std::none_of(all.begin(), all.end(), [&](const Recording& recording) {
    const bool came = recording.of_before || recording.totals(session.last_moment()).chunks > 0;
    return shows_session(recording) && came;
  });
}

bool is_not_recorded(const Session& session, const MustRecord& must, bool read) {
  return is_named(session, must) && is_interactive(session) && has_no_recording(session, read);
}

}  // namespace auweave::session
