#include "session/arrivals.h"

#include <algorithm>

namespace auweave::session {
namespace {

// Syslog's times may be whole seconds, and kernel time stamps are up to a tick old.
constexpr std::int64_t kSlackMs = 1000;

using What = model::SshdLine::What;

// The channels of a connection with a shell or a program.
class Channels {
 public:
  // Returns false if the line contradicts the lines before it: a channel that is there begins, or
  // one that has ended ends.
  [[nodiscard]] bool note(const model::SshdLine& line, base::WallTime time) {
    if (line.what != What::shell_began && line.what != What::shell_left) return true;
    const bool begins = line.what == What::shell_began;
    const auto [at, is_new] = channels_.try_emplace(line.channel);
    Channel& channel = at->second;
    // The same line may be in two files.
    const bool again = channel.open == begins && channel.pid == line.pid && channel.since == time;
    if (!is_new && channel.open == begins && !again) return false;
    channel = {begins, line.pid, time};
    first_left_ = first_left_ || (!begins && line.channel == 0);
    return true;
  }
  // Each connection begins with a channel 0. Its beginning may be older than the kept lines.
  [[nodiscard]] bool all_left() const {
    return first_left_ && std::none_of(channels_.begin(), channels_.end(),
                                       [](const auto& each) { return each.second.open; });
  }

 private:
  struct Channel {
    bool open = false;
    model::Pid pid;
    base::WallTime since;
  };
  std::map<std::int64_t, Channel> channels_;
  bool first_left_ = false;
};

// Endings: gathers the lines about one connection's end.
class Endings {
 public:
  explicit Endings(const Ended& ended) : ended_(ended) {}

  void note(const model::SshdLine& line, base::WallTime time) {
    const bool of_journal = line.writer.has_value();
    if (of_journal && !by_journal_) *this = Endings(ended_);
    by_journal_ = by_journal_ || of_journal;
    if (by_journal_ != of_journal) return;
    contradicted_ = contradicted_ || !channels_.note(line, time);
    if (line.what == What::goodbye) goodbye_ = true;
    if (line.what == What::lost) lost_ = true;
    if (line.what != What::closed) return;
    // Behind ProxyJump the client's last word may be lost with its proxy.
    const bool left = ended_.left.has_value() && *ended_.left <= time &&
                      time.ms() - ended_.left->ms() <= Arrivals::kLeavesMs;
    closed_ = true;
    lost_ = lost_ || (!channels_.all_left() && !left);
  }
  // A client that said that it leaves did not vanish.
  [[nodiscard]] Ending ending() const {
    if (contradicted_ || (goodbye_ && (lost_ || closed_))) return Ending::contradicted;
    return lost_ ? Ending::lost : Ending::unknown;
  }

 private:
  Ended ended_;
  Channels channels_;
  bool by_journal_ = false;
  bool contradicted_ = false, goodbye_ = false, closed_ = false, lost_ = false;
};

// True if a record, or a line about who was accepted, tells the port.
bool is_confirmed(const Arrival& arrival) {
  return arrival.accepted() || arrival.recorded.src_port.has_value();
}

// The child of sshd writes with the user's rights.
bool may_write(const model::SshdLine& line, std::optional<model::Uid> account) {
  return !line.writer.has_value() || line.writer == model::Uid{0} || line.writer == account;
}

}  // namespace

Arrivals::Index& Arrivals::index_of(const model::SshdLine& line) {
  return line.is_of_child() ? ends_by_port_ : by_pid_;
}

std::int64_t Arrivals::key_of(const model::SshdLine& line) {
  return line.is_of_child() ? line.src_port : line.pid.value;
}

// Syslog may use another name of the host. A name that belongs to another audited host is that
// host's.
bool Arrivals::elsewhere(const model::SshdLine& line, std::string_view host) const {
  return line.host != host && hosts_.contains(line.host);
}

void Arrivals::add(const model::SshdLine& line) {
  if (lines_.size() >= kMost) drop_first();
  index_of(line).emplace(key_of(line), first_ + lines_.size());
  lines_.push_back(line);
}

void Arrivals::forget_before(base::WallTime now) {
  while (!lines_.empty()) {
    const auto time = lines_.front().time.near(now);
    if (time.has_value() && time->ms() >= now.ms() - kKeepMs) return;
    drop_first();
  }
}

void Arrivals::drop_first() {
  Index& index = index_of(lines_.front());
  const auto [from, to] = index.equal_range(key_of(lines_.front()));
  for (auto each = from; each != to; ++each) {
    if (each->second != first_) continue;
    index.erase(each);
    break;
  }
  lines_.pop_front();
  ++first_;
}

void Arrivals::tell(const AuditedConnection& connection, Arrival& arrival) const {
  const auto [from, to] = by_pid_.equal_range(connection.pid.value);
  for (auto each = from; each != to; ++each) {
    const model::SshdLine& line = lines_[each->second - first_];
    if (fit_of(line, connection, arrival.recorded) == Fit::yes)
      arrival.add(line, *line.time.near(connection.first));
  }
  tell_early(connection, arrival);
}

void Arrivals::tell_early(const AuditedConnection& connection, Arrival& arrival) const {
  if (!is_confirmed(arrival)) return;
  const auto [from, to] = by_pid_.equal_range(connection.pid.value);
  for (auto each = from; each != to; ++each) {
    const model::SshdLine& line = lines_[each->second - first_];
    const Fit fit = fit_of(line, connection, arrival.recorded);
    if (fit == Fit::early && line.src_port == arrival.src_port())
      arrival.add(line, *line.time.near(connection.first));
  }
}

Ending Arrivals::ending_of(const Ended& ended) const {
  Endings endings(ended);
  const auto [from, to] = ends_by_port_.equal_range(ended.src_port);
  for (auto each = from; each != to; ++each) {
    const model::SshdLine& line = lines_[each->second - first_];
    const auto time = line.time.near(ended.until);
    if (elsewhere(line, ended.host) || line.src_ip != ended.src_ip || !time.has_value()) continue;
    if (!may_write(line, ended.auid)) continue;
    const bool of_channel = line.what == What::shell_began || line.what == What::shell_left;
    const bool before = of_channel ? time->ms() + kSlackMs < ended.from.ms()
                                   : time->ms() + kEndsMs < ended.heard.ms();
    const bool after = time->ms() > ended.until.ms() + kSlackMs;
    if (!before && !after) endings.note(line, *time);
  }
  return endings.ending();
}

bool Arrivals::others_came(const Arrival& arrival, std::string_view src_ip, base::WallTime from,
                           base::WallTime until) const {
  return std::any_of(lines_.begin(), lines_.end(), [&](const model::SshdLine& line) {
    const bool there = line.what == model::SshdLine::What::connection &&
                       line.server_ip == arrival.server_ip() &&
                       line.server_port == arrival.server_port() && line.src_ip != src_ip;
    if (!there) return false;
    const auto time = line.time.near(until);
    return time.has_value() && from <= *time && *time <= until;
  });
}

Arrivals::Fit Arrivals::fit_of(const model::SshdLine& line, const AuditedConnection& connection,
                               const Recorded& recorded) const {
  const auto time = line.time.near(connection.first);
  if (elsewhere(line, connection.host) || line.pid != connection.pid ||
      line.src_ip != connection.src_ip || !time.has_value())
    return Fit::no;
  const bool other_port = recorded.src_port.has_value() && recorded.src_port != line.src_port;
  const bool other_account =
      !recorded.account.empty() && !line.user.empty() && recorded.account != line.user;
  if (other_port || other_account) return Fit::no;
  if (time->ms() > connection.last.ms() + kSlackMs) return Fit::no;
  if (time->ms() + kBeforeMs >= connection.first.ms()) return Fit::yes;
  const bool in_grace = time->ms() + kGraceMs + kSlackMs >= connection.first.ms();
  return in_grace && line.what == What::connection ? Fit::early : Fit::no;
}

void Arrivals::tell(const model::SshdLine& line, const AuditedConnection& connection,
                    Arrival& arrival) const {
  const Fit fit = fit_of(line, connection, arrival.recorded);
  const bool confirmed = is_confirmed(arrival);
  const bool early = fit == Fit::early && confirmed && line.src_port == arrival.src_port();
  if (fit != Fit::yes && !early) return;
  arrival.add(line, *line.time.near(connection.first));
  if (!confirmed) tell_early(connection, arrival);
}

}  // namespace auweave::session
