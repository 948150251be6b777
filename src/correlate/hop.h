// The two ends of a hop from one session to another: a connection that somebody dialled, and one that
// came to sshd. Values, and what speaks against their being one. Pure.
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

// An outgoing connection, as a host's audit trail tells of it.
struct Dial {
  enum class Program {
    client,   // ssh: of one connection
    forward,  // sshd, on behalf of its session's client (ProxyJump): of any number
    other,
  } program = Program::other;
  std::string host;
  std::string session_id;  // empty: of no session
  base::WallTime time;
  model::Pid pid;
  std::string ip;
  std::uint16_t port = 0;
  // Of ssh whose execve was seen; empty: not known.
  std::string user;  // whom it logs in as
  std::string goal;  // the host on its command line
  bool taken = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(program, host, session_id, time, pid, ip, port, user, goal, taken);
  }
};

// A connection to sshd; from LOGIN on a session.
struct Inbound {
  std::string host;
  model::Pid pid;
  base::WallTime first;  // its first record
  std::string src_ip;
  std::string account;  // that its first records name
  std::optional<model::EventKey> login;
  std::string session_id;  // empty: no LOGIN so far
  model::Ses ses;
  session::Arrival log;  // as sshd's own log tells it
  // Once it is decided:
  bool decided = false;
  std::string parent;
  bool inferred = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(host, pid, first, src_ip, account, login, session_id, ses, log, decided, parent,
            inferred);
  }

  // The log tells when it came, and to which address and port.
  [[nodiscard]] bool logged() const {
    return log.connected.has_value() && !log.server_ip.empty() && log.server_port.has_value();
  }
};

// When the other end was dialled, if it is the same connection.
struct Span {
  base::WallTime from, until;
  [[nodiscard]] bool holds(base::WallTime time) const { return from <= time && time <= until; }
};
inline constexpr std::int64_t kArrivesMs = 10'000;  // a connection is there so soon, or never
// Two hosts' clocks, and the kernel's tick. More of it would let in the next hop of a script.
inline constexpr std::int64_t kClocksMs = 200;
// By its log: the time it came. By records alone, which begin when somebody typed a password: any
// time that sshd gives for that.
[[nodiscard]] Span span_of(const Inbound& inbound);

// Nothing speaks against it: addresses, port, account. Time is not looked at.
[[nodiscard]] bool may_be(const Dial& dial, const Inbound& inbound, const Addresses& addresses);

// More than time speaks for it: the address that was dialled is known to be this host's, or the
// command line has its name.
[[nodiscard]] bool means(const Dial& dial, const Inbound& inbound, const Addresses& addresses);

// Without the log any of `all` might be it; but what is no ssh, and dials nothing that some ssh does, is
// not in the way.
[[nodiscard]] bool is_rival(const Dial& dial, std::span<Dial* const> all);

}  // namespace auweave::correlate
