#include "intake/followed_logs.h"

#include <sys/resource.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace auweave::intake {
namespace {

using base::WallTime;
using tty::Recorded;

constexpr std::size_t kMostOwners = 4096;
constexpr std::size_t kMostExcesses = 1024;

// A recording holds two descriptors, and there are recordings of two kinds. Others need some, too.
std::size_t room_for_files() {
  constexpr rlim_t others = 256;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
      limit.rlim_cur >= 4 * FollowedLogs::kMostActive + others)
    return FollowedLogs::kMostActive;
  return limit.rlim_cur <= 2 * others ? others / 4 : (limit.rlim_cur - others) / 4;
}

}  // namespace

FollowedLogs::FollowedLogs(std::unique_ptr<LogFinder> finder, std::function<WallTime()> wall_time,
                           Quotas quotas, std::vector<SubUids> sub_uids)
    : finder_(std::move(finder)),
      wall_time_(std::move(wall_time)),
      quotas_(quotas),
      sub_uids_(std::move(sub_uids)),
      most_active_(room_for_files()) {}

// Above kMostOwners those without recordings are forgotten, with what they used of their quotas.
FollowedLogs::Owner& FollowedLogs::owner_of(std::uint32_t account) {
  const auto known = owners_.find(account);
  if (known != owners_.end()) return known->second;
  if (owners_.size() >= kMostOwners)
    std::erase_if(owners_, [](const auto& each) { return each.second.active == 0; });
  Owner& owner = owners_.try_emplace(account, quotas_).first->second;
  owner.trusted = finder_->trusts(account);
  return owner;
}

void FollowedLogs::exceed(std::uint32_t account, std::string_view quota, std::uint64_t most,
                          WallTime now) {
  if (owner_of(account).quota.tells(quota, now) && excesses_.size() < kMostExcesses)
    excesses_.push_back({account, quota, most, now});
}

std::optional<Excess> FollowedLogs::take_excess() {
  if (excesses_.empty()) return std::nullopt;
  const Excess excess = excesses_.front();
  excesses_.pop_front();
  return excess;
}

base::Status FollowedLogs::look(WallTime now) {
  // The clock may have been set back.
  const std::int64_t left = next_look_.ms() - now.ms();
  if (left > 0 && left <= kLookMs && !finder_->more()) return base::ok();
  next_look_ = WallTime::from_ms(now.ms() + kLookMs);
  auto found = finder_->look(now);
  if (!found.ok()) return found.error();
  for (const FoundLog& each : *found) {
    if (begin(each, now)) finder_->take(each);
  }
  return base::ok();
}

// Returns false if the owner has begun too many: the recording is left for later.
bool FollowedLogs::begin(const FoundLog& found, WallTime now) {
  const std::uint32_t account = account_of(found.owner, sub_uids_);
  Owner& owner = owner_of(account);
  if (!owner.trusted && !owner.quota.begun.has_some(now)) {
    exceed(account, "begun", quotas_.begun, now);
    return false;
  }
  owner.quota.begun.take(1);
  ++begun_;
  ++owner.active;
  hot_.emplace_back();
  Active& active = hot_.back();
  active.self = std::prev(hot_.end());
  active.of = found;
  active.account = account;
  active.found = active.changed = now;
  queue(active);
  return true;
}

void FollowedLogs::drop(Active& active) {
  finder_->done(active.of);
  --owner_of(active.account).active;
  free_buffers(active);
  (active.quiet ? quiet_ : hot_).erase(active.self);
}

void FollowedLogs::queue(Active& active) {
  if (std::exchange(active.queued, true)) return;
  owner_of(active.account).queue.push_back(&active);
}

// Queues a recording whose files changed, or of which something is due.
void FollowedLogs::wake(Active& active, WallTime now) {
  if (active.queued) return;
  if (active.given_up) return queue(active);
  if (!active.log.has_value()) {
    if (now.ms() - active.tried.ms() < kTryMs && now.ms() - active.found.ms() > kTryMs) return;
    active.tried = now;
    return queue(active);
  }
  Looks looks;
  if (const auto facts = active.log->timing_facts())
    looks = {facts->size, facts->changed_ns, facts->mode};
  const bool fresh = looks != active.looks;
  if (fresh) active.changed = now;
  active.looks = looks;
  active.reading = active.reading || fresh;
  const tty::TimedPlace& place = active.log->place();
  const WallTime old{now.ns - tty::ChunkMaker::kLongestNs - kLateMs * 1'000'000};
  const auto began = place.chunks.began();
  if (active.reading || place.step.has_value() || (began.has_value() && *began < old))
    queue(active);
}

void FollowedLogs::wake_some(WallTime now) {
  for (auto at = hot_.begin(); at != hot_.end();) {
    Active& active = *at++;
    wake(active, now);
    const bool quiet = active.log.has_value() && now.ms() - active.changed.ms() > kQuietMs;
    active.quiet = quiet;
    if (quiet) quiet_.splice(quiet_.end(), hot_, active.self);
  }
  for (auto i = std::min<std::size_t>(kQuietARound, quiet_.size()); i > 0; --i) {
    Active& active = quiet_.front();
    wake(active, now);
    active.quiet = now.ms() - active.changed.ms() > kQuietMs;
    Actives& to = active.quiet ? quiet_ : hot_;
    to.splice(to.end(), quiet_, active.self);
  }
}

// A recorder that was killed never ends its log.
void FollowedLogs::let_go(std::uint32_t account, std::size_t count) {
  std::vector<Active*> of;
  for (Actives* actives : {&hot_, &quiet_}) {
    for (Active& active : *actives) {
      if (active.account == account && !active.given_up) of.push_back(&active);
    }
  }
  count = std::min(count, of.size());
  const auto last = of.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(of.begin(), last == of.end() ? of.begin() : last, of.end(),
                   [](const Active* a, const Active* b) { return a->changed < b->changed; });
  for (auto at = of.begin(); at != last; ++at) {
    (*at)->given_up = true;
    queue(**at);
  }
}

void FollowedLogs::let_go_some(WallTime now) {
  for (auto& [uid, owner] : owners_) {
    if (owner.trusted || owner.active <= quotas_.recordings) continue;
    exceed(uid, "recordings", quotas_.recordings, now);
    let_go(uid, owner.active - quotas_.recordings);
  }
  if (active() <= most_active_) return;
  const auto most = std::max_element(
      owners_.begin(), owners_.end(),
      [](const auto& a, const auto& b) { return a.second.active < b.second.active; });
  let_go(most->first, active() - most_active_);
}

// Files are looked at when nobody has more; in the midst of a round only new recordings are.
base::Status FollowedLogs::begin_round(WallTime now) {
  if (!at_end_ && turns_left_ > 0) return base::ok();
  const bool wakes = std::exchange(at_end_, false);
  turns_left_ = kMostTurns;
  if (wakes) wake_some(now);
  auto looked = look(now);
  let_go_some(now);
  if (!looked.ok()) at_end_ = true;
  return looked;
}

// Returns a recording of the owner whose turn is next, or null if nobody has more for now.
FollowedLogs::Active* FollowedLogs::next_queued(WallTime now) {
  auto at = owners_.upper_bound(turn_);
  for (std::size_t i = 0; i < owners_.size(); ++i, ++at) {
    if (at == owners_.end()) at = owners_.begin();
    Owner& owner = at->second;
    if (owner.queue.empty()) continue;
    if (!owner.trusted && !owner.quota.bytes.has_some(now)) {
      exceed(at->first, "bytes", quotas_.bytes, now);
      continue;
    }
    turn_ = at->first;
    Active* next = owner.queue.front();
    owner.queue.pop_front();
    next->queued = false;
    return next;
  }
  return nullptr;
}

base::Result<std::optional<Recorded>> FollowedLogs::next() {
  const WallTime now = wall_time_();
  if (auto begun = begin_round(now); !begun.ok()) return begun.error();
  // A call ends though there may be more: nobody waits for what shows nothing.
  for (int turn = 0; turn < kMostTurns; ++turn) {
    Active* active = next_queued(now);
    at_end_ = active == nullptr;
    if (at_end_) break;
    --turns_left_;
    const bool item = read(*active, now);
    if (active->over) {
      drop(*active);
    } else if (item || active->reading) {
      queue(*active);
    }
    if (item) return take_ready();
  }
  return std::optional<Recorded>();
}

std::optional<Recorded> FollowedLogs::rest() {
  for (auto& [uid, owner] : owners_) owner.queue.clear();
  const WallTime now = wall_time_();
  while (active() > 0) {
    Active& active = hot_.empty() ? quiet_.front() : hot_.front();
    active.given_up = true;
    Owner& owner = owner_of(active.account);
    const bool may = owner.trusted || owner.quota.bytes.has_some(now);
    const bool item = may && read(active, now);
    const bool more = may && active.log.has_value() && active.log->more();
    if (!item && !more) active.over = true;
    if (active.over) drop(active);
    if (item) return take_ready();
  }
  return std::nullopt;
}

}  // namespace auweave::intake
