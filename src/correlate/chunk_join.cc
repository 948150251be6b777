#include "correlate/chunk_join.h"

#include <algorithm>
#include <limits>

namespace auweave::correlate {
namespace {

constexpr std::int64_t kClockSlackMs = 1000;

// The recorder with that pid: of several (pids wrap) the last that was not started after the chunk.
// Kernel time stamps are up to a tick older than the clock tlog reads, never newer by more.
const session::Recorder* recorder_of(const session::Session& session,
                                     const model::TtyChunk& chunk) {
  const session::Recorder* found = nullptr;
  for (const session::Recorder& recorder : session.recorders) {
    if (recorder.pid != chunk.key->pid) continue;
    if (recorder.time.ms() <= chunk.time.ms() + kClockSlackMs) found = &recorder;
  }
  return found;
}

std::size_t size_of(const model::TtyChunk& chunk) {
  return sizeof(chunk) + chunk.output.size() + chunk.input.size();
}

}  // namespace

void ChunkJoin::add(model::TtyChunk chunk, base::WallTime watermark) {
  const std::int64_t deadline = chunk.time.ms() + lateness_ms_;
  if (const auto joined = decide(chunk, watermark.ms() > deadline)) {
    emit_(*joined);
    return;
  }
  first_deadline_ms_ = held_.empty() ? deadline : std::min(first_deadline_ms_, deadline);
  held_bytes_ += size_of(chunk);
  held_.push_back({std::move(chunk), deadline});
  while (held_.size() > kMostHeld || held_bytes_ > kMostHeldBytes) {
    let_go(0, *decide(held_.front().chunk, true));
  }
}

// Chunks of one recording wait for the same session and recorder, so they go out in their order.
void ChunkJoin::advance(base::WallTime watermark, const session::Session* news) {
  const bool time_is_up = watermark.ms() > first_deadline_ms_;
  if (held_.empty() || (news == nullptr && !time_is_up)) return;
  first_deadline_ms_ = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < held_.size();) {
    const Held& held = held_[i];
    const bool waited = watermark.ms() > held.deadline_ms;
    const bool meant = news != nullptr && held.chunk.ses == news->ses;
    const auto joined = waited || meant ? decide(held.chunk, waited) : std::nullopt;
    if (joined.has_value()) {
      let_go(i, *joined);
    } else {
      first_deadline_ms_ = std::min(first_deadline_ms_, held.deadline_ms);
      ++i;
    }
  }
}

void ChunkJoin::let_go(std::size_t index, const JoinedChunk& joined) {
  emit_(joined);
  held_bytes_ -= size_of(held_[index].chunk);
  held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(index));
}

void ChunkJoin::finish() {
  while (!held_.empty()) let_go(0, *decide(held_.front().chunk, true));
}

std::optional<JoinedChunk> ChunkJoin::decide(const model::TtyChunk& chunk, bool waited) {
  const session::Session* session = nullptr;
  if (chunk.ses.has_value() && chunk.key.has_value()) {
    session = table_.find(chunk.key->boot_id, *chunk.ses);
  }
  if (session != nullptr) {
    const session::Recorder* recorder = recorder_of(*session, chunk);
    if (recorder != nullptr) return JoinedChunk{&chunk, session, recorder, {}};
  }
  if (!waited) return std::nullopt;
  if (session == nullptr)
    return JoinedChunk{&chunk, nullptr, nullptr, "no such session in the audit trail"};
  const std::int64_t end = chunk.time.ms() + chunk.duration_ms;
  // The kernel's time stamps are up to a tick older than the clock; nothing else is that late.
  if (session->opened.has_value() && end + kClockSlackMs < session->opened->ms()) {
    return JoinedChunk{&chunk, nullptr, nullptr, "it ends before its session began"};
  }
  const bool audited = session->first_exec.has_value() && session->first_exec->ms() <= end;
  if (audited && !session->login_unseen()) {
    return JoinedChunk{&chunk, nullptr, nullptr,
                       "its session's programs are audited, and none of them is this recorder"};
  }
  return JoinedChunk{&chunk, session, nullptr, {}};
}

}  // namespace auweave::correlate
