// Session: one login session, a connection: what came before it. Values owned by the Table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"
#include "session/arrivals.h"
#include "session/recordings.h"

namespace auweave::session {

// What a session says it is for, from then on.
struct Ticket {
  base::WallTime since;
  std::string id;
  bool operator==(const Ticket&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(since, id);
  }
};

// The one that holds at that time; empty: none. Of tickets in order of time.
[[nodiscard]] std::string_view ticket_at(const std::vector<Ticket>& tickets, base::WallTime time);

struct Session {
  std::string id;  // <host>:<first 8 hex of boot id, or ~ and 7>:<ses>
  std::string host;
  std::string boot_id;  // with dashes; empty: unknown
  model::Ses ses;
  std::optional<model::Uid> auid;
  std::string actor;
  std::string src_ip;
  std::string service;  // entered through: "sshd", "cron", "login"
  std::string tty;
  std::string connection_id;
  std::optional<base::WallTime> connected;
  std::optional<base::WallTime> opened;  // LOGIN's time; nothing when it was not seen
  std::optional<base::WallTime> closed;
  model::EventKey closed_by;  // the event that closed it; of one that none closed, its last
  std::string close_reason;   // "logout", "connection-lost", "reboot", "timeout"
  std::optional<model::Pid> login_pid;
  std::int64_t failures_before = 0;
  std::string auth_method;  // "password", "publickey"; empty: no record says so
  Arrival arrival;          // as sshd's own log tells it
  model::EventKey last;     // the latest event seen of it

  std::string parent_id;         // the session it came from; empty: none is known
  bool parent_inferred = false;  // by its addresses and time, without sshd's log

  std::optional<base::WallTime> first_exec;  // its execs are audited from here on
  Recordings recordings;
  std::vector<std::string> effective_users;  // that it acted as: sudo, su; in that order
  std::vector<std::string> targets;          // it went out to; in that order
  std::vector<Ticket> tickets;               // in order of time
  bool close_announced = false;  // the closed document went out, or nobody will know when it ended
  bool events_lost = false;      // while it was open: they may have been its own
  bool unannounced = false;      // it was open before what is woven, and no document told of it yet

  // Of each of these lists.
  static constexpr std::size_t kMostListed = 64;

  template <typename Archive>
  void state(Archive& archive) {
    archive(id, host, boot_id, ses, auid, actor, src_ip, service, tty, connection_id, connected,
            opened, closed, closed_by, close_reason, login_pid, failures_before, auth_method,
            arrival, last, parent_id, parent_inferred, first_exec, recordings, effective_users,
            targets, tickets, close_announced, events_lost, unannounced);
  }

  [[nodiscard]] std::string_view ticket_at(base::WallTime time) const {
    return session::ticket_at(tickets, time);
  }
  // False: it is the one that holds already. Of more than kMostListed the first is forgotten.
  bool note_ticket(base::WallTime since, std::string_view ticket);
  [[nodiscard]] bool login_unseen() const { return !opened.has_value(); }
  // Its recorders' last: by their clock, which may be a little ahead of its USER_END's. Nothing: it
  // is open.
  [[nodiscard]] std::optional<base::WallTime> last_moment() const {
    if (!closed.has_value()) return std::nullopt;
    return base::WallTime::from_ms(closed->ms() + kClockSlackMs);
  }
};

// A connection to sshd that has not logged in (yet).
struct Connection {
  std::string id;  // <host>/<sshd pid>/<epoch ms of its first record>
  base::WallTime first;
  std::string src_ip;
  std::int64_t failures = 0;  // USER_LOGIN res=failed that name somebody
  std::string auth_method;    // of the USER_AUTH that succeeded
  Arrival arrival;            // as sshd's own log tells it

  template <typename Archive>
  void state(Archive& archive) {
    archive(id, first, src_ip, failures, auth_method, arrival);
  }
};

}  // namespace auweave::session
