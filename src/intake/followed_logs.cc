#include "intake/followed_logs.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace auweave::intake {
namespace {

using base::WallTime;
using tty::Recorded;

std::int64_t changed_ns(const struct stat& info) {
  return static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
}

}  // namespace

FollowedLogs::FollowedLogs(std::unique_ptr<LogFinder> finder, std::function<WallTime()> wall_time)
    : finder_(std::move(finder)), wall_time_(std::move(wall_time)) {}

base::Status FollowedLogs::look(WallTime now) {
  // The clock may have been set back.
  const std::int64_t left = next_look_.ms() - now.ms();
  if (left > 0 && left <= kLookMs) return base::ok();
  next_look_ = WallTime::from_ms(now.ms() + kLookMs);
  auto found = finder_->look(now);
  if (!found.ok()) return found.error();
  for (const std::string& rec : *found) begin(rec, now);
  return base::ok();
}

void FollowedLogs::begin(const std::string& rec, WallTime now) {
  ++begun_;
  Active active;
  active.rec = rec;
  active.found = active.changed = now;
  active_.push_back(std::move(active));
}

FollowedLogs::Actives::iterator FollowedLogs::done(Actives::iterator active) {
  finder_->done(active->rec);
  return active_.erase(active);
}

base::Result<std::optional<Recorded>> FollowedLogs::next() {
  const WallTime now = wall_time_();
  if (!at_.has_value()) {
    if (auto looked = look(now); !looked.ok()) return looked.error();
    give_up_some();
    close_some();
    ++round_;
    at_ = active_.begin();
  }
  while (*at_ != active_.end()) {
    Active& active = **at_;
    if (read(active, now)) return take_ready();
    const bool over = active.log.has_value() && active.log->over();
    const bool hopeless = !active.log.has_value() && now.ms() - active.found.ms() > kHeaderMs;
    at_ = over || hopeless ? done(*at_) : std::next(*at_);
  }
  at_.reset();
  return std::optional<Recorded>();
}

std::optional<Recorded> FollowedLogs::rest() {
  at_.reset();
  while (!active_.empty()) {
    Active& active = active_.front();
    if (!active.log.has_value()) {
      auto log = finder_->open(active.rec);
      if (log.ok()) active.log.emplace(std::move(*log));
    }
    if (active.log.has_value() && !active.told && tell_begun(active)) return take_ready();
    if (active.log.has_value() && take(active, active.log->rest())) return take_ready();
    done(active_.begin());
  }
  return std::nullopt;
}

std::optional<Recorded> FollowedLogs::take_ready() {
  std::optional<Recorded> ready = std::move(ready_.back());
  ready_.pop_back();
  return ready;
}

bool FollowedLogs::tell_begun(Active& active) {
  active.told = true;
  ready_.emplace_back(active.log->opening());
  return true;
}

bool FollowedLogs::tell_damage(Active& active, const base::Error& error) {
  const std::uint64_t line = active.log.has_value() ? active.log->place().line : 0;
  ready_.emplace_back(finder_->damage(active.rec, line, error));
  return true;
}

bool FollowedLogs::take(Active& active, base::Result<std::optional<model::TtyChunk>> chunk) {
  if (!chunk.ok()) return tell_damage(active, chunk.error());
  if (!chunk->has_value()) return false;
  ready_.emplace_back(std::move(**chunk));
  return true;
}

bool FollowedLogs::read(Active& active, WallTime now) {
  if (active.log.has_value()) return read_log(active, now);
  auto log = finder_->open(active.rec);
  if (log.ok()) {
    active.log.emplace(std::move(*log));
    return tell_begun(active);
  }
  // It is about to be written.
  if (active.told || now.ms() - active.found.ms() <= kHeaderMs) return false;
  active.told = true;
  return tell_damage(active, log.error());
}

// A chunk goes out when the next one begins, so that it is the same whenever it is read, or when nothing
// that comes can be of it.
bool FollowedLogs::read_log(Active& active, WallTime now) {
  if (active.given_up) return take(active, active.log->rest());
  const bool quiet = now.ms() - active.changed.ms() > kQuietMs;
  if (quiet && round_ % 16 != 0) return false;
  if (read_files(active, now)) return true;
  const WallTime old{now.ns - tty::ChunkMaker::kLongestNs - kLateMs * 1'000'000};
  return take(active, active.log->take_begun_before(old));
}

// When the timing changed, or what it promises has not come yet.
bool FollowedLogs::read_files(Active& active, WallTime now) {
  tty::TimedLog& log = *active.log;
  struct stat info {};
  Looks looks;
  if (::stat(log.timing().c_str(), &info) == 0) {
    looks = {info.st_size, changed_ns(info), info.st_mode};
  }
  const bool fresh = looks != active.looks;
  if (!fresh && !active.reading && !log.place().step.has_value()) return false;
  if (fresh) active.changed = now;
  active.looks = looks;
  active.open = active.reading = true;
  const bool ended = log.ended();
  if (take(active, ended ? log.rest() : log.next())) return true;
  active.reading = !ended && log.ended();  // its gzip data have their end
  return false;
}

// A recorder that was killed never ends its log.
void FollowedLogs::give_up_some() {
  if (active_.size() <= kMostActive) return;
  const auto oldest =
      std::min_element(active_.begin(), active_.end(), [](const Active& a, const Active& b) {
        return std::pair(a.given_up, a.changed) < std::pair(b.given_up, b.changed);
      });
  oldest->given_up = true;
  oldest->open = oldest->log.has_value();
}

// Those that changed least lately give their files back.
void FollowedLogs::close_some() {
  std::size_t open = 0;
  for (const Active& active : active_) open += active.open ? 1U : 0U;
  while (open > kMostOpen) {
    Active* oldest = nullptr;
    for (Active& active : active_) {
      if (active.open && (oldest == nullptr || active.changed < oldest->changed)) oldest = &active;
    }
    oldest->log->close_files();
    oldest->open = false;
    --open;
  }
}

}  // namespace auweave::intake
