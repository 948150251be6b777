// Table's part for the ends of sessions.
#include <algorithm>
#include <cstdlib>

#include "session/table.h"

namespace auweave::session {
namespace {

bool is_daemon(std::string_view type) { return type.starts_with("DAEMON_"); }

// Of two serials that one boot gave within half of all serials, returns the later one.
std::uint64_t later_serial(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMask = 0xFFFF'FFFF;
  return ((b - a) & kMask) <= kMask / 2 ? b : a;
}

}  // namespace

// A single damaged serial is no restart: a serial far from the highest counts only when the next
// event agrees.
void Table::watch_for_restart(Host& host, const model::EventKey& key,
                              const model::EventFacts& facts) {
  if (is_daemon(facts.type)) return;  // auditd numbers these by itself
  if (near_serials(key.serial, host.highest_serial)) {
    host.highest_serial = later_serial(host.highest_serial, key.serial);
    host.latest = std::max(host.latest, key.time());
    host.far_serial = 0;
  } else if (host.far_serial != 0 && near_serials(key.serial, host.far_serial)) {
    if (later_serial(host.highest_serial, key.serial) != key.serial) restart(host, key.serial);
    host.highest_serial = key.serial;
    host.far_serial = 0;
  } else {
    host.far_serial = key.serial;
  }
}

void Table::end(Session& session, base::WallTime time, const model::EventKey& by,
                std::string_view reason) {
  session.closed = time;
  session.closed_by = by;
  session.close_reason = reason;
  const base::WallTime last = *session.last_moment();
  session.close_due =
      base::WallTime::from_ms(std::min(last, host_clock_.value_or(last)).ms() + lateness_ms_);
  const auto later = std::upper_bound(
      closing_.begin(), closing_.end(), session.close_due,
      [](base::WallTime due, const Session* other) { return due < other->close_due; });
  closing_.insert(later, &session);
  ended_.push_back(&session);
}

void Table::end_others(std::string_view host, base::WallTime now,
                       const std::unordered_set<std::uint32_t>& with_process) {
  for (Session& session : sessions_) {
    // A session that is only known to be live has no event that tells how long it is silent.
    const bool heard = session.last.sec != 0;
    // After a step of the clock the last event may be far ahead.
    const bool silent = heard && std::abs(now.ms() - session.last.time().ms()) > kSilentMs;
    const bool open = !session.closed.has_value() && !session.close_announced;
    if (!open || !silent || session.host != host || at(host, session.ses) != &session) continue;
    const bool has_process =
        with_process.contains(session.ses.value) ||
        std::any_of(session.other_ses.begin(), session.other_ses.end(),
                    [&](model::Ses ses) { return with_process.contains(ses.value); });
    if (!has_process) end(session, now, session.last, "timeout");
  }
}

void Table::note_loss(std::string_view host, base::WallTime after, base::WallTime before) {
  for (Session& session : sessions_) {
    const bool over = session.closed.has_value() && *session.closed < after;
    const bool later = session.opened.has_value() && *session.opened > before;
    if (session.host == host && !over && !later) session.events_lost = true;
  }
}

// A restart is known only at its second record. A session that the first record opened is of the
// new boot.
void Table::restart(Host& host, std::uint64_t serial) {
  const auto is_fresh = [&](const Session& session) {
    return near_serials(session.last.serial, serial);
  };
  for (Session& session : sessions_) {
    const auto at = host.sessions.find(session.ses.value);
    const bool own = at != host.sessions.end() && at->second == &session;
    if (!own || session.closed.has_value() || session.close_announced || is_fresh(session))
      continue;
    end(session, std::max(host.latest, session.last.time()), session.last, "reboot");
  }
  ++host.restarts;
  host.login_ids.restart();
  host.before_restart = host.latest;
  host.latest = {};
  std::erase_if(host.sessions, [&](const auto& each) { return !is_fresh(*each.second); });
  std::erase_if(host.logins, [&](const auto& each) { return !is_fresh(*each.second); });
}

Session* Table::take_ended() {
  if (ended_.empty()) return nullptr;
  Session* first = ended_.front();
  ended_.pop_front();
  return first;
}

// Only sshd's log shows a lost connection: sshd ends the session in good order even if the client
// is gone. Where sshd itself is gone the end is noticed later.
Ending Table::ending_of(const Session& session) const {
  const auto port = session.arrival.src_port();
  if (session.close_reason == "reboot" || !port.has_value()) return Ending::unknown;
  const base::WallTime from = session.opened.value_or(*session.closed);
  const base::WallTime last = std::min(session.last.time(), *session.closed);
  const base::WallTime heard = session.close_reason == "timeout" ? last : *session.closed;
  return arrivals_.ending_of({session.host, session.src_ip, *port, session.auid, from,
                              *session.closed, heard, session.left});
}

void Table::set_back(base::WallTime watermark) {
  const auto most = base::WallTime::from_ms(watermark.ms() + lateness_ms_);
  for (Session* closing : closing_) closing->close_due = std::min(closing->close_due, most);
  for (auto& [name, host] : hosts_) host.latest = std::min(host.latest, watermark);
}

Session* Table::take_closed(base::WallTime watermark) {
  if (closing_.empty()) return nullptr;
  Session* first = closing_.front();
  if (watermark <= first->close_due) return nullptr;
  closing_.pop_front();
  const Ending ending = ending_of(*first);
  if (ending == Ending::lost) first->close_reason = "connection-lost";
  if (ending == Ending::contradicted) first->end_contradicted = true;
  first->close_announced = true;
  return first;
}

}  // namespace auweave::session
