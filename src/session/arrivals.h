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
#include "session/arrival.h"

namespace auweave::session {

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
  std::optional<model::Uid> auid;      // account of the session
  base::WallTime from, until;          // begin and end of the session
  base::WallTime heard;                // before `until`, and nothing of the session came between
  std::optional<base::WallTime> left;  // when the shell ended by itself; nothing: not known
};

// Ending: how sshd's log says that a connection ended.
enum class Ending {
  unknown,       // in good order, or nothing is said
  lost,          // the connection broke
  contradicted,  // lines contradict each other, and none of them is believed
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
  // Adds to `arrival` the facts about a connection that the lines so far have. The lines must fit
  // the records' facts in `arrival`.
  void tell(const AuditedConnection& connection, Arrival& arrival) const;
  // Returns how the connection ended, and `lost` only if it broke before its session ended in good
  // order.
  [[nodiscard]] Ending ending_of(const Ended& ended) const;
  // True if between `from` and `until` a connection from an address other than `src_ip` came to the
  // server address and port of `arrival`.
  [[nodiscard]] bool others_came(const Arrival& arrival, std::string_view src_ip,
                                 base::WallTime from, base::WallTime until) const;
  // Adds to `arrival` the facts in `line`, the latest line, if the line is about `connection`.
  void tell(const model::SshdLine& line, const AuditedConnection& connection,
            Arrival& arrival) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(hosts_, lines_, first_, by_pid_, ends_by_port_);
  }

  // Largest number of lines that are kept.
  static constexpr std::size_t kMost = 65'536;
  static constexpr std::int64_t kKeepMs = 600'000;
  // A line is at most kBeforeMs older than the connection's first record: the handshake, whose key
  // exchange and first method take as long on a slow network.
  static constexpr std::int64_t kBeforeMs = 5000;
  // The LoginGraceTime of sshd_config(5). Whoever types a password leaves the first record when the
  // password is typed, so the line of the connection itself may be kGraceMs older, if another line
  // or a record confirms its port.
  static constexpr std::int64_t kGraceMs = 120'000;
  // The session ends this soon after a line about the connection's end.
  static constexpr std::int64_t kEndsMs = 5000;
  // A client whose shell has ended closes the connection this soon.
  static constexpr std::int64_t kLeavesMs = 1000;

 private:
  using Index = std::multimap<std::int64_t, std::uint64_t>;
  // Fit: whether the time, the host and the facts of a line fit a connection.
  enum class Fit {
    no,
    early,  // a `connection` line that another line or a record must confirm
    yes,
  };
  [[nodiscard]] Fit fit_of(const model::SshdLine& line, const AuditedConnection& connection,
                           const Recorded& recorded) const;
  void tell_early(const AuditedConnection& connection, Arrival& arrival) const;
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
