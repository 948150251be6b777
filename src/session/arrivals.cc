#include "session/arrivals.h"

#include <algorithm>

namespace auweave::session {
namespace {

// Syslog's times may be whole seconds, and kernel time stamps are up to a tick old.
constexpr std::int64_t kSlackMs = 1000;

void fill(std::string& what, const std::string& with) {
  if (what.empty()) what = with;
}

void fill(std::optional<std::int64_t>& what, std::uint16_t with) {
  if (!what.has_value() && with != 0) what = with;
}

// The channels of a connection with a shell or a program.
class Channels {
 public:
  void note(const model::SshdLine& line) {
    if (line.what == model::SshdLine::What::shell_began) open_.insert(line.channel);
    if (line.what != model::SshdLine::What::shell_left) return;
    open_.erase(line.channel);
    first_left_ = first_left_ || line.channel == 0;
  }
  // Each connection begins with a channel 0. Its beginning may be older than the kept lines.
  [[nodiscard]] bool all_left() const { return first_left_ && open_.empty(); }

 private:
  std::set<std::int64_t> open_;
  bool first_left_ = false;
};

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
    tell(lines_[each->second - first_], connection, arrival);
  }
}

// A client that closes after its shell and all other channels have ended did not lose the
// connection.
bool Arrivals::was_lost(const Ended& ended) const {
  using What = model::SshdLine::What;
  Channels channels;
  const auto [from, to] = ends_by_port_.equal_range(ended.src_port);
  for (auto each = from; each != to; ++each) {
    const model::SshdLine& line = lines_[each->second - first_];
    const auto time = line.time.near(ended.until);
    if (elsewhere(line, ended.host) || line.src_ip != ended.src_ip || !time.has_value()) continue;
    const bool before = time->ms() + kSlackMs < ended.from.ms();
    const bool after = time->ms() > ended.until.ms() + kSlackMs;
    if (before || after) continue;
    channels.note(line);
    if (line.what == What::lost) return true;
    // Behind ProxyJump the client's last word may be lost with its proxy.
    const bool left = ended.left.has_value() && *ended.left <= *time &&
                      time->ms() - ended.left->ms() <= kLeavesMs;
    if (line.what == What::closed && !channels.all_left() && !left) return true;
  }
  return false;
}

bool Arrivals::others_came(const Arrival& arrival, std::string_view src_ip, base::WallTime from,
                           base::WallTime until) const {
  return std::any_of(lines_.begin(), lines_.end(), [&](const model::SshdLine& line) {
    const bool there = line.what == model::SshdLine::What::connection &&
                       line.server_ip == arrival.server_ip &&
                       line.server_port == arrival.server_port && line.src_ip != src_ip;
    if (!there) return false;
    const auto time = line.time.near(until);
    return time.has_value() && from <= *time && *time <= until;
  });
}

void Arrivals::tell(const model::SshdLine& line, const AuditedConnection& connection,
                    Arrival& arrival) const {
  using What = model::SshdLine::What;
  const auto time = line.time.near(connection.first);
  if (elsewhere(line, connection.host) || line.pid != connection.pid ||
      line.src_ip != connection.src_ip)
    return;
  if (!time.has_value()) return;
  const bool before = time->ms() + kGraceMs + kSlackMs < connection.first.ms();
  const bool after = time->ms() > connection.last.ms() + kSlackMs;
  if (before || after) return;
  // Another port is another connection from that address, and only one of the two can be this one.
  if (arrival.src_port.has_value() && *arrival.src_port != line.src_port) return;
  fill(arrival.src_port, line.src_port);
  fill(arrival.server_ip, line.server_ip);
  fill(arrival.server_port, line.server_port);
  if (line.what == What::connection && !arrival.connected.has_value()) arrival.connected = time;
  if (line.what == What::accepted) fill(arrival.auth_method, line.method);
  if (!line.key.empty() && arrival.auth_key.empty()) {
    arrival.auth_key = line.key;
    arrival.cert_id = line.cert_id;
    arrival.cert_serial = line.cert_serial;
    arrival.cert_ca = line.cert_ca;
  }
}

}  // namespace auweave::session
