// Arrivals: connections as sshd's own log tells of them, kept until the audit trail tells of them too:
// either may come first. A connection is known by the pid of its sshd, the address it came from, and
// the time, which are in both. A value; one thread.
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

// What the log adds to a connection, and to its session. Whoever can write to syslog can write this:
// it names nobody and decides nothing, and of two lines that differ the first one counts.
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

// A connection in the audit trail.
struct AuditedConnection {
  std::string_view host;
  model::Pid pid;
  std::string_view src_ip;  // empty: not known yet
  base::WallTime first;     // its first record
  base::WallTime last;      // its LOGIN, or the latest so far
};

// A connection whose session has ended.
struct Ended {
  std::string_view host;
  std::string_view src_ip;
  std::int64_t src_port = 0;
  base::WallTime from, until;  // its session
};

class Arrivals {
 public:
  // A host that has an audit trail: a line that names it is of no other.
  void know_host(std::string_view name) { hosts_.emplace(name); }
  void add(const model::SshdLine& line);
  // The audit trail has come to `now`: lines of long before it are of no use any more.
  void forget_before(base::WallTime now);
  // Adds what the lines so far tell of a connection.
  void tell(const AuditedConnection& connection, Arrival& arrival) const;
  // Whether the connection broke, rather than being ended by who had it.
  [[nodiscard]] bool was_lost(const Ended& ended) const;
  // True when another address than this one connected to the same end from `from` to `until`.
  [[nodiscard]] bool others_came(const Arrival& arrival, std::string_view src_ip,
                                 base::WallTime from, base::WallTime until) const;
  // One line alone.
  void tell(const model::SshdLine& line, const AuditedConnection& connection,
            Arrival& arrival) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(hosts_, lines_, first_, by_pid_, ends_by_port_);
  }

  // Of more the oldest go.
  static constexpr std::size_t kMost = 65'536;
  static constexpr std::int64_t kKeepMs = 600'000;
  // sshd_config(5), LoginGraceTime: a line is at most so much older than its connection's records.
  static constexpr std::int64_t kGraceMs = 120'000;

 private:
  using Index = std::multimap<std::int64_t, std::uint64_t>;
  void drop_first();
  // By pid; how connections ended by port, since other processes tell of that.
  Index& index_of(const model::SshdLine& line);
  static std::int64_t key_of(const model::SshdLine& line);
  [[nodiscard]] bool elsewhere(const model::SshdLine& line, std::string_view host) const;

  std::set<std::string, std::less<>> hosts_;
  std::deque<model::SshdLine> lines_;  // in the order they came
  std::uint64_t first_ = 0;            // number of the first of them
  Index by_pid_, ends_by_port_;
};

}  // namespace auweave::session
