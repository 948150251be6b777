// Session: a login session. Connection: a connection to sshd before the login. Sessions and
// Connections are values that the Table owns.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "model/event_facts.h"
#include "model/ids.h"
#include "session/arrivals.h"
#include "session/recordings.h"

namespace auweave::session {

// Ticket: the id of the change or task that a session is for. The ticket holds from `since` on.
struct Ticket {
  base::WallTime since;
  std::string id;
  bool operator==(const Ticket&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(since, id);
  }
};

// Returns the ticket that holds at `time`, or "". `tickets` must be in the order of time.
[[nodiscard]] std::string_view ticket_at(const std::vector<Ticket>& tickets, base::WallTime time);

struct Session {
  std::string id;  // <host>:<first 8 hex of the boot id, or ~ and 7 hex>:<ses>
  // The event_id of the session's LOGIN, or of the session's first record while no LOGIN was seen.
  // The key of a session that was live at the start has the time of the start and the serial 0,
  // which no record has, until the session's LOGIN is seen.
  std::string key;
  std::string host;
  std::string boot_id;  // with dashes; empty: unknown
  model::Ses ses;
  std::optional<model::Uid> auid;
  std::string actor;
  std::vector<std::string> actor_groups;  // groups of the account; empty: unknown
  std::string src_ip;
  std::string service;  // the service entered through: "sshd", "cron", "login"
  std::string tty;
  std::string connection_id;
  std::optional<base::WallTime> connected;
  std::optional<base::WallTime> opened;  // time of LOGIN; nothing if no LOGIN was seen
  std::optional<base::WallTime> closed;
  base::WallTime close_due;   // event time at which the close is final
  model::EventKey closed_by;  // the event that closed the session, or the session's last event
  std::string close_reason;   // "logout", "connection-lost", "reboot", "timeout"
  std::optional<model::Pid> login_pid;
  std::int64_t failures_before = 0;
  std::string auth_method;        // "password", "publickey"; empty: unknown
  Arrival arrival;                // also from sshd's own log
  bool end_contradicted = false;  // lines of sshd's log about the end contradict each other
  model::EventKey last;           // the latest event of the session

  // Who it is, by the key that sshd's log tells; of a session without, the parent's person. With a
  // parent that is inferred, or whose person is, the name is in person_inferred.
  std::string person, person_inferred;

  std::string parent_id;   // the session that this one came from; empty: unknown
  std::string parent_key;  // Session::key of the parent
  std::string queued_by;   // the session that queued the job (at, crontab); empty: none or unknown
  bool queued_inferred = false;  // no record names the job's file
  bool parent_inferred = false;  // the parent follows from addresses and time, without sshd's log

  std::optional<base::WallTime> first_exec;  // time of the first audited exec
  bool has_shell = false;                    // a shell that reads lines was executed on a terminal
  bool recorder_ran = false;                 // a recorder was executed
  // Time of a program that ends a terminal (clear_console, utempter), while nothing else was
  // executed since: the shell ended, and did not lose its terminal.
  std::optional<base::WallTime> left;
  Recordings recordings;
  std::vector<std::string> effective_users;  // accounts used (by sudo, su), by first use
  std::vector<std::string> targets;          // hosts that the session went out to, by first use
  std::vector<Ticket> tickets;               // tickets, in the order of time
  bool close_announced = false;              // the closed document went out, or the end is unknown
  bool events_lost = false;                  // events were lost while the session was open
  // Session ids that processes of the session took by writing another login id, and the account that
  // the last of them claimed.
  std::vector<model::Ses> other_ses;
  std::string claimed_actor;
  bool login_id_changed = false;  // a process of the session changed its login id
  bool login_id_unsure =
      false;  // its LOGIN came from a process with a login id, not known as a login
  std::vector<model::Pid> entrances;  // processes of the service that let it in
  bool let_go_before = false;         // it was known before, and let go to make room
  bool unannounced = false;           // open before the weaver's start, and without a document yet
  Shown shown;                        // by all recordings
  LeftOut left_out;

  // Largest number of entries in each of effective_users, targets and tickets.
  static constexpr std::size_t kMostListed = 64;

  template <typename Archive>
  void state(Archive& archive) {
    archive(id, key, host, boot_id, ses, auid, actor, actor_groups, src_ip, service, tty,
            connection_id, connected, opened, closed, close_due, closed_by, close_reason, login_pid,
            failures_before, auth_method, arrival, end_contradicted, last, person, person_inferred,
            parent_id, parent_key, queued_by, queued_inferred, parent_inferred, left, first_exec,
            has_shell, recorder_ran, recordings, effective_users, targets, tickets, close_announced,
            events_lost, other_ses, claimed_actor, login_id_changed, login_id_unsure, entrances,
            unannounced, shown, left_out, let_go_before);
  }

  [[nodiscard]] std::string_view ticket_at(base::WallTime time) const {
    return session::ticket_at(tickets, time);
  }
  // Adds a ticket from `since` on, or returns false if the ticket holds at `since` already. Above
  // kMostListed the first ticket is forgotten.
  bool note_ticket(base::WallTime since, std::string_view ticket);
  [[nodiscard]] bool has_entrance(model::Pid pid) const {
    return std::find(entrances.begin(), entrances.end(), pid) != entrances.end();
  }
  // Notes whether a program that was executed ends a terminal.
  void note_leave(base::WallTime time, const model::EventFacts& facts);
  // Notes a program of the session, if the event executed one.
  void note_program(base::WallTime time, const model::EventFacts& facts);
  [[nodiscard]] bool login_unseen() const { return !opened.has_value(); }
  // Returns the last moment of the session's recordings, or no moment while the session is open.
  // The last moment is kClockSlackMs after the close, because the recorder's clock may be a little
  // ahead of USER_END's.
  [[nodiscard]] std::optional<base::WallTime> last_moment() const {
    if (!closed.has_value()) return std::nullopt;
    return base::WallTime::from_ms(closed->ms() + kClockSlackMs);
  }
};

// Failures: the failed tries of a connection. One try may leave several records: PAM's USER_AUTH,
// the service's own USER_AUTH, and a USER_LOGIN.
struct Failures {
  std::int64_t by_pam = 0;      // USER_AUTH op=PAM:authentication
  std::int64_t by_service = 0;  // USER_AUTH op=password and the like
  std::int64_t by_login = 0;    // USER_LOGIN with an account

  template <typename Archive>
  void state(Archive& archive) {
    archive(by_pam, by_service, by_login);
  }
  [[nodiscard]] std::int64_t tries() const { return std::max({by_pam, by_service, by_login}); }
};

// Connection: somebody at sshd, or at another service that lets users log in, without a LOGIN yet.
struct Connection {
  std::string id;  // <host>/<pid of the service>/<epoch ms of the first record>
  std::string service;
  base::WallTime first;
  std::string src_ip;
  Failures failures;
  std::string auth_method;  // method that the first USER_AUTH with success and a method names
  Arrival arrival;          // also from sshd's own log

  template <typename Archive>
  void state(Archive& archive) {
    archive(id, service, first, src_ip, failures, auth_method, arrival);
  }
};

}  // namespace auweave::session
