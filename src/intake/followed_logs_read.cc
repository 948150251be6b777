// FollowedLogs' part that reads one recording.
#include <utility>

#include "intake/followed_logs.h"

namespace auweave::intake {

using base::WallTime;
using tty::Recorded;

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
  ready_.emplace_back(finder_->damage(active.of.rec, line, error));
  return true;
}

bool FollowedLogs::take(Active& active, base::Result<std::optional<model::TtyChunk>> chunk) {
  if (!chunk.ok()) return tell_damage(active, chunk.error());
  if (!chunk->has_value()) return false;
  ready_.emplace_back(std::move(**chunk));
  return true;
}

bool FollowedLogs::open(Active& active, WallTime now) {
  auto log = finder_->open(active.of);
  if (log.ok()) {
    active.over = finder_->is_older(*log);
    if (active.over) return false;
    active.log.emplace(std::move(*log));
    active.reading = true;
    return tell_begun(active);
  }
  // It is about to be written.
  if (now.ms() - active.found.ms() <= kHeaderMs && !active.given_up) return false;
  active.over = true;
  // At the end of all reading a recording without a header is none yet.
  return now.ms() - active.found.ms() > kHeaderMs && tell_damage(active, log.error());
}

bool FollowedLogs::read(Active& active, WallTime now) {
  if (!active.log.has_value()) return open(active, now);
  const bool item = read_log(active, now);
  note_read(active, now);
  active.over = active.log->over() || (active.given_up && !item && !active.log->more());
  return item;
}

// A chunk goes out when the next one begins, so that it is the same whenever it is read, or when nothing
// that comes can be of it.
bool FollowedLogs::read_log(Active& active, WallTime now) {
  tty::TimedLog& log = *active.log;
  hold_buffers(active);
  const bool ended = log.ended() || active.given_up;
  if (take(active, ended ? log.rest() : log.next())) return true;
  // Its gzip data have their end now, or one turn did not suffice.
  active.reading = log.more() || (!ended && log.ended());
  if (log.more()) return false;
  const WallTime old{now.ns - tty::ChunkMaker::kLongestNs - kLateMs * 1'000'000};
  return take(active, log.take_begun_before(old));
}

// Counts for its owner what was read of a recording.
void FollowedLogs::note_read(Active& active, WallTime now) {
  const std::uint64_t read = active.log->bytes_read();
  owner_of(active.account).quota.bytes.take(read - std::exchange(active.charged, read));
  const std::string_view excess = active.log->excess();
  if (excess.empty()) return;
  const tty::LogLimits limits = quotas_.of_log();
  const std::uint64_t most = excess == "ratio"      ? limits.ratio
                             : excess == "inflated" ? limits.inflated
                                                    : limits.windows;
  exceed(active.account, excess, most, now);
}

// Those that were read least lately give their buffers back.
void FollowedLogs::hold_buffers(Active& active) {
  if (active.open.has_value()) {
    open_.splice(open_.end(), open_, *active.open);
    return;
  }
  open_.push_back(&active);
  active.open = std::prev(open_.end());
  if (open_.size() > kMostOpen) free_buffers(*open_.front());
}

void FollowedLogs::free_buffers(Active& active) {
  if (!active.open.has_value()) return;
  active.log->close_files();
  open_.erase(*std::exchange(active.open, std::nullopt));
}

}  // namespace auweave::intake
