// MustRecord: whose interactive sessions must be recorded. A value that the configuration fills.
// The functions judge a session that has ended, by the session's own evidence alone.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "session/session.h"

namespace auweave::session {

struct MustRecord {
  using Names = std::set<std::string, std::less<>>;

  Names users;     // accounts, by name, or by number
  Names groups;    // groups; the members' sessions must be recorded
  Names services;  // services of the sessions, as Session::service has them
  bool operator==(const MustRecord&) const = default;
};

// True if the session is entered through a named service by a named account, or by an account that
// is known to be a member of a named group. False for a session whose LOGIN was not seen, because
// its account, its service and its recorders of before may be unknown.
[[nodiscard]] bool is_named(const Session& session, const MustRecord& must);

// True if the session has a terminal, and a shell that reads lines was executed on a terminal.
[[nodiscard]] bool is_interactive(const Session& session);

// True if no recording shows the session, up to its end. False if a recording may be elsewhere: a
// recording of before the weaver's start, or, if the inputs have no recordings at all (`read` is
// false), a recording of a recorder that ran.
[[nodiscard]] bool has_no_recording(const Session& session, bool read);

// True if the closed session had to be recorded and was not.
[[nodiscard]] bool is_not_recorded(const Session& session, const MustRecord& must, bool read);

}  // namespace auweave::session
