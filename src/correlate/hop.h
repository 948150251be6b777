// The two ends of a hop from one session to another: a connection that was dialled, and a
// connection that came to sshd; and the rules by which the two may be one connection. Values and
// pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/wall_time.h"
#include "correlate/addresses.h"
#include "model/ids.h"
#include "session/arrivals.h"

namespace auweave::correlate {

// Dial: an outgoing connection, as the audit trail of a host shows it.
struct Dial {
  enum class Program {
    client,   // ssh: makes one connection
    forward,  // sshd for its session's client (ProxyJump): any number
    other,
  } program = Program::other;
  std::string host;
  std::string session_id;  // empty: the dialling process is in no session
  base::WallTime time;
  model::Pid pid;
  std::string ip;
  std::uint16_t port = 0;
  // `user` and `goal` come from the execve of ssh; empty: no execve was seen.
  std::string user;  // user to log in as
  std::string goal;  // host on the command line
  bool taken = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(program, host, session_id, time, pid, ip, port, user, goal, taken);
  }
};

// Inbound: a connection to sshd, which becomes a session at LOGIN.
struct Inbound {
  std::string host;
  model::Pid pid;
  base::WallTime first;  // time of the connection's first record
  std::string src_ip;
  std::string account;  // the account in its first records
  std::optional<model::EventKey> login;
  std::string session_id;  // empty: no LOGIN so far
  model::Ses ses;
  session::Arrival log;  // from sshd's own log
  // The next members are set when the connection is decided.
  bool decided = false;
  std::string parent;
  bool inferred = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(host, pid, first, src_ip, account, login, session_id, ses, log, decided, parent,
            inferred);
  }

  // True if sshd's log tells when the connection came, and to which address and port.
  [[nodiscard]] bool logged() const {
    return log.connected.has_value() && !log.server_ip.empty() && log.server_port.has_value();
  }
};

// Span: the time in which the other end of a connection was dialled.
struct Span {
  base::WallTime from, until;
  [[nodiscard]] bool holds(base::WallTime time) const { return from <= time && time <= until; }
};
inline constexpr std::int64_t kArrivesMs = 10'000;  // a connection arrives this soon, or never
// The difference of two hosts' clocks, and the kernel's tick. A larger value would include the next
// hop of a script.
inline constexpr std::int64_t kClocksMs = 200;
// Returns the time around the connection's arrival in sshd's log. Without the log the connection's
// records may begin only when somebody has typed a password, so the time is as long as sshd waits
// for one (LoginGraceTime).
[[nodiscard]] Span span_of(const Inbound& inbound);

// True if addresses, port and account allow that dial and inbound are one connection. Time is not
// looked at.
[[nodiscard]] bool may_be(const Dial& dial, const Inbound& inbound, const Addresses& addresses);

// True if more than time speaks for one connection: both ends are on one host, the dialled address
// is known to be the inbound host's, or the command line names that host.
[[nodiscard]] bool means(const Dial& dial, const Inbound& inbound, const Addresses& addresses);

// True if the dial may explain an inbound connection that sshd's log does not tell of. A program
// that is no ssh is a rival only if it dials port 22, or an address and port that some ssh or sshd
// in `all` dialled.
[[nodiscard]] bool is_rival(const Dial& dial, std::span<Dial* const> all);

}  // namespace auweave::correlate
