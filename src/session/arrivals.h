// Arrivals: connections from sshd's own log, kept until the audit trail shows them, too. Either may
// come first. A connection is identified by the pid of its sshd, its source address and the time,
// which log and audit trail both have. A value; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/wall_time.h"
#include "model/sshd_line.h"

namespace auweave::session {

// Arrival: the facts that sshd's log adds to a connection and to the connection's session. Any
// program that can write to syslog can write such lines, so they name no user and decide nothing.
// If two lines differ the first one counts.
struct Arrival {
  std::optional<base::WallTime> connected;
  std::optional<std::int64_t> src_port;
  std::string server_ip;
  std::optional<std::int64_t> server_port;
  std::string auth_method;
  std::string auth_key;
  std::string cert_id, cert_serial, cert_ca;

  template <typename Archive>
  void state(Archive& archive) {
    archive(connected, src_port, server_ip, server_port, auth_method, auth_key, cert_id,
            cert_serial, cert_ca);
  }
};

// AuditedConnection: a connection to sshd, as the audit trail shows the connection.
struct AuditedConnection {
  std::string_view host;
  model::Pid pid;
  std::string_view src_ip;  // empty: not known yet
  base::WallTime first;     // time of the connection's first record
  base::WallTime last;      // time of the connection's LOGIN, or of its latest record
};

// Ended: a connection whose session has ended.
struct Ended {
  std::string_view host;
  std::string_view src_ip;
  std::int64_t src_port = 0;
  base::WallTime from, until;  // begin and end of the session
};

class Arrivals {
 public:
  // Adds a host that has an audit trail. A line that names this host belongs to no other host.
  void know_host(std::string_view name) { hosts_.emplace(name); }
  // Adds a line of sshd's log. Above kMost lines the oldest line is forgotten.
  void add(const model::SshdLine& line);
  // Forgets lines that are more than kKeepMs older than `now`, which is event time.
  void forget_before(base::WallTime now);
  // Adds to `arrival` the facts about a connection in the lines so far.
  void tell(const AuditedConnection& connection, Arrival& arrival) const;
  // True if the connection broke before its session ended in good order.
  [[nodiscard]] bool was_lost(const Ended& ended) const;
  // True if a connection from another address to the same server address and port began from `from`
  // to `until`.
  [[nodiscard]] bool others_came(const Arrival& arrival, std::string_view src_ip,
                                 base::WallTime from, base::WallTime until) const;
  // Adds to `arrival` the facts about a connection in one line, if the line is about this
  // connection.
  void tell(const model::SshdLine& line, const AuditedConnection& connection,
            Arrival& arrival) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(hosts_, lines_, first_, by_pid_, ends_by_port_);
  }

  // Largest number of lines that are kept.
  static constexpr std::size_t kMost = 65'536;
  static constexpr std::int64_t kKeepMs = 600'000;
  // LoginGraceTime (sshd_config(5)): a line is at most this much older than the connection's
  // records.
  static constexpr std::int64_t kGraceMs = 120'000;

 private:
  using Index = std::multimap<std::int64_t, std::uint64_t>;
  void drop_first();
  // Lines about a connection's end are found by port, because another process writes them; all
  // others by pid.
  Index& index_of(const model::SshdLine& line);
  static std::int64_t key_of(const model::SshdLine& line);
  [[nodiscard]] bool elsewhere(const model::SshdLine& line, std::string_view host) const;

  std::set<std::string, std::less<>> hosts_;
  std::deque<model::SshdLine> lines_;  // in the order of their arrival
  std::uint64_t first_ = 0;            // number of the first line in lines_
  Index by_pid_, ends_by_port_;
};

}  // namespace auweave::session
