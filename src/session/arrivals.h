// Arrivals: a value that keeps the lines of sshd's own log for kKeepMs, and finds the lines of a
// connection that the audit trail shows, before or after the lines come. A connection is identified
// by the pid of its sshd, its source address and the time, which log and audit trail both have.
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

// Arrival: the facts that sshd's log adds to a connection and to the connection's session. An
// Arrival names no account and decides no join, because any program that can write to syslog can
// write lines like those of sshd. If two lines tell different facts of a connection, the first line
// counts.
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
  base::WallTime from, until;          // begin and end of the session
  std::optional<base::WallTime> left;  // when the shell ended by itself; nothing: not known
};

class Arrivals {
 public:
  // Adds a host that has an audit trail. A line of sshd that names an added host belongs to that
  // host only.
  void know_host(std::string_view name) { hosts_.emplace(name); }
  void forget_host(const std::string& name) { hosts_.erase(name); }
  // Adds a line of sshd's log. Above kMost lines the oldest line is forgotten.
  void add(const model::SshdLine& line);
  // Forgets lines that are more than kKeepMs older than `now`, which is event time.
  void forget_before(base::WallTime now);
  // Adds to `arrival` the facts about a connection that the lines so far have.
  void tell(const AuditedConnection& connection, Arrival& arrival) const;
  // True if the connection broke before its session ended in good order.
  [[nodiscard]] bool was_lost(const Ended& ended) const;
  // True if between `from` and `until` a connection from an address other than `src_ip` came to the
  // server address and port of `arrival`.
  [[nodiscard]] bool others_came(const Arrival& arrival, std::string_view src_ip,
                                 base::WallTime from, base::WallTime until) const;
  // Adds to `arrival` the facts in `line`, if the line is about `connection`.
  void tell(const model::SshdLine& line, const AuditedConnection& connection,
            Arrival& arrival) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(hosts_, lines_, first_, by_pid_, ends_by_port_);
  }

  // Largest number of lines that are kept.
  static constexpr std::size_t kMost = 65'536;
  static constexpr std::int64_t kKeepMs = 600'000;
  // The LoginGraceTime of sshd_config(5): a line is at most kGraceMs older than the connection's
  // first record.
  static constexpr std::int64_t kGraceMs = 120'000;
  // A client whose shell has ended closes the connection this soon.
  static constexpr std::int64_t kLeavesMs = 1000;

 private:
  using Index = std::multimap<std::int64_t, std::uint64_t>;
  void drop_first();
  // Lines of sshd's child process (SshdLine::is_of_child) are found by source port, because the
  // child has another pid; all other lines are found by pid.
  Index& index_of(const model::SshdLine& line);
  static std::int64_t key_of(const model::SshdLine& line);
  [[nodiscard]] bool elsewhere(const model::SshdLine& line, std::string_view host) const;

  std::set<std::string, std::less<>> hosts_;
  std::deque<model::SshdLine> lines_;  // in the order of their arrival
  std::uint64_t first_ = 0;            // number of the first line in lines_
  Index by_pid_, ends_by_port_;
};

}  // namespace auweave::session
