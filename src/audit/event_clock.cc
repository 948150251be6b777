#include "audit/event_clock.h"

#include <algorithm>
#include <utility>

namespace auweave::audit {
namespace {

constexpr std::uint64_t kSerialMask = 0xFFFF'FFFF;  // serials are of 32 bits (kernel/audit.c)
// A boot's first events have serials below this. Serials come a little out of order, so a fall by less
// is no restart (session::near_serials).
constexpr std::uint64_t kFirstSerials = 20'000;

// Returns how far `serial` is ahead of `than` in the order in which one boot gives serials.
std::uint64_t ahead_of(std::uint64_t serial, std::uint64_t than) {
  return (serial - than) & kSerialMask;
}
bool is_newer(std::uint64_t serial, std::uint64_t than) {
  const std::uint64_t ahead = ahead_of(serial, than);
  return ahead != 0 && ahead <= kSerialMask / 2;
}

// auditd numbers its own records (DAEMON_*) by itself.
bool has_kernel_serial(int type) { return type < 1200 || type >= 1300; }

bool is_prompt(int type) {
  constexpr int kLogin = 1006;
  constexpr int kExecve = 1309;
  return type == kLogin || type == kExecve || (type >= 1100 && type < 1200) ||
         (type >= 2100 && type < 3000);
}

}  // namespace

void EventClock::Claim::add(std::int64_t at, std::uint64_t of) {
  if (events != 0 && of == serial) return;
  // On a quiet host hours may lie between two events.
  events = events != 0 && at + kNearMs >= ms ? events + 1 : 1;
  ms = at;
  serial = of;
}

void EventClock::note(std::string_view node, const model::EventKey& key, int type) {
  const bool prompt = is_prompt(type);
  if (!prompt && key == last_key_ && node == last_node_) return;
  Node& of = nodes_.at(node);
  last_key_ = key;
  if (last_node_ != node) last_node_ = node;
  if (prompt) follow_serial(of, node, key);
  const std::int64_t ms = key.time().ms();
  if (ms > now_ms_ + kNearMs && !is_settled_ahead(of, key)) return;
  if (has_kernel_serial(type) && ms >= of.latest_ms) of.serial = key.serial;
  of.latest_ms = std::max(of.latest_ms, ms);
  now_ms_ = std::max(now_ms_, std::min(ms, limit_ms_));
}

bool EventClock::is_settled_ahead(Node& node, const model::EventKey& key) {
  const std::int64_t ms = key.time().ms();
  node.ahead.add(ms, key.serial);
  node.denied = 0;
  ahead_.add(ms, key.serial);
  const bool is_far = now_ms_ != 0 && ms > now_ms_ + kFarMs;
  if (ahead_.events < (is_far ? kAgree : 2)) return false;
  ahead_ = node.ahead = {};
  return true;
}

// After a restart serials begin again, and the clock may be behind until it is set.
void EventClock::follow_serial(Node& node, std::string_view name, const model::EventKey& key) {
  const std::int64_t ms = key.time().ms();
  if (ms > std::max(node.latest_ms, now_ms_) + kNearMs) return;
  // The event's own SYSCALL may have been noted already.
  const bool newer = key.serial == node.serial || is_newer(key.serial, node.serial);
  if (ms >= node.latest_ms - kBackMs) {
    node.back = {};
    if (newer) deny(node, name, key);
    return;
  }
  const bool restart =
      !newer && key.serial < kFirstSerials && ahead_of(node.serial, key.serial) > kFirstSerials;
  const bool goes_on = node.back.events == 0 || is_newer(key.serial, node.back.serial);
  if (!newer && !(restart && goes_on)) return;
  node.back.add(ms, key.serial);
  if (node.back.events < kAgree) return;
  if (newer) {
    step_ = ClockStep{std::string(name), base::WallTime::from_ms(node.latest_ms), key.time(),
                      key.serial};
  }
  go_back(node, key);
}

// Counts the prompt events that go on at the node's time although a few events were ahead.
void EventClock::deny(Node& node, std::string_view name, const model::EventKey& key) {
  if (node.ahead.events == 0) return;
  ahead_ = {};
  if (++node.denied < kAgree) return;
  if (node.ahead.events > 1) {
    step_ = ClockStep{std::string(name), base::WallTime::from_ms(node.ahead.ms), key.time(),
                      key.serial};
  }
  node.ahead = {};
  node.denied = 0;
}

void EventClock::go_back(Node& node, const model::EventKey& key) {
  node.latest_ms = key.time().ms();
  node.serial = key.serial;
  node.ahead = node.back = {};
  node.denied = 0;
  std::int64_t latest_ms = 0;
  for (const auto& [name, each] : nodes_.entries()) latest_ms = std::max(latest_ms, each.latest_ms);
  now_ms_ = std::min({now_ms_, latest_ms, limit_ms_});
}

void EventClock::limit(base::WallTime now) {
  limit_ms_ = now.ms() + kAheadMs;
  now_ms_ = std::min(now_ms_, limit_ms_);
}

}  // namespace auweave::audit
