// The two ends of a hop from one session to another, a dialled connection and a connection that
// came to sshd, and the rules by which the two ends may be one connection. All types here are
// values, and all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/wall_time.h"
#include "correlate/addresses.h"
#include "model/ids.h"
#include "session/session.h"

namespace auweave::correlate {

// Caller: the facts of a session that the session which it dialled gets.
struct Caller {
  std::string key, person, person_inferred;  // as in session::Session

  template <typename Archive>
  void state(Archive& archive) {
    archive(key, person, person_inferred);
  }
};

// Dial: an outgoing connection, as the audit trail of a host shows it.
struct Dial {
  enum class Program {
    client,   // ssh: makes one connection
    forward,  // sshd for its session's client (ProxyJump): makes any number
    other,
  } program = Program::other;
  std::string host;
  std::string session_id;  // empty: the dialling process is in no session
  Caller caller;           // of the dialling session, as known at the dial
  base::WallTime time;
  model::Pid pid;
  std::string ip;
  std::uint16_t port = 0;
  // The members `user` and `goal` are empty if the execve of ssh was not seen.
  std::string user;  // user to log in as: from ssh's argv, else the caller's account
  std::string goal;  // host on the command line
  bool taken = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(program, host, session_id, caller, time, pid, ip, port, user, goal, taken);
  }
};

// Inbound: a connection to sshd, which becomes a session at LOGIN.
struct Inbound {
  std::string host;
  model::Pid pid;
  base::WallTime first;  // time of the connection's first record
  std::string src_ip;
  std::string account;  // account that the connection's first records name
  std::optional<model::EventKey> login;
  std::string session_id;  // empty: no LOGIN so far
  model::Ses ses;
  session::Arrival log;  // also from sshd's own log
  // The members `decided`, `parent` and `inferred` are set when HopJoin decides the connection.
  bool decided = false;
  std::string parent;
  Caller caller;  // of the dial
  bool inferred = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(host, pid, first, src_ip, account, login, session_id, ses, log, decided, parent, caller,
            inferred);
  }

  [[nodiscard]] std::string_view server_ip() const { return plain_address(log.server_ip()); }
  // True if sshd's log tells when the connection came, and to which address and port.
  [[nodiscard]] bool logged() const {
    return log.connected().has_value() && !log.server_ip().empty() && log.server_port().has_value();
  }
};

// Span: the time in which an inbound connection must have been dialled.
struct Span {
  base::WallTime from, until;
  [[nodiscard]] bool holds(base::WallTime time) const { return from <= time && time <= until; }
};
inline constexpr std::int64_t kArrivesMs = 10'000;  // longest time from a dial to its arrival
// Largest difference of two hosts' clocks, with the kernel's tick. With a larger kClocksMs a
// connection could be joined to the next hop of a script.
inline constexpr std::int64_t kClocksMs = 200;
// Returns the span around the connection's arrival in sshd's log. Without sshd's log the span
// begins LoginGraceTime before the connection's first record, because that record may come only
// when somebody has typed a password.
[[nodiscard]] Span span_of(const Inbound& inbound);

// True if addresses, port and account allow that dial and inbound are one connection, whatever
// their times.
[[nodiscard]] bool may_be(const Dial& dial, const Inbound& inbound, const Addresses& addresses);

// True if more than time speaks for `dial` and `inbound` being one connection: both ends are on one
// host, the dialled address is known to be the inbound host's, or the command line names that host.
[[nodiscard]] bool means(const Dial& dial, const Inbound& inbound, const Addresses& addresses);

// True if the dial is a rival: a dial that may explain an inbound connection that sshd's log does
// not tell of, and so leaves another dial unsure. A dial by a program that is no ssh is a rival only
// if it is of port 22, or of an address and port that some ssh or sshd in `all` dialled.
[[nodiscard]] bool is_rival(const Dial& dial, std::span<Dial* const> all);

// Returns the account, or "" for a number: whom a number means on another host is unknown.
[[nodiscard]] std::string name_or_nothing(std::string_view account);

// Gives the session its parent, and the parent's person unless the session's own key tells the
// person. The person is inferred if the hop is.
void give_parent(const Inbound& inbound, session::Session& session);

}  // namespace auweave::correlate
