#include "correlate/flood.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "correlate/thin_chunk.h"

namespace auweave::correlate {

// Chunks may come a little out of order: what comes late counts in the second that is under way.
void Flood::turn_to(session::Shown& shown, std::int64_t ms) {
  const bool next = ms / 1000 > shown.second || ms < shown.second * 1000 - kDisorderMs;
  if (next) shown = {ms / 1000, 0};
}

bool Flood::is_beyond(const JoinedChunk& joined) const {
  const model::TtyChunk& chunk = *joined.chunk;
  if (limit_ == 0 || chunk.output.empty()) return false;
  session::Shown& of_recording = joined.recording->shown;
  session::Shown& of_session = joined.session->shown;
  turn_to(of_recording, chunk.time.ms());
  turn_to(of_session, chunk.time.ms());
  if (of_recording.bytes >= limit_ || of_session.bytes >= limit_ * kRecordings) return true;
  const std::uint64_t counted = chunk.output.size() + moves_in(chunk.output) * (kMove - 1);
  of_recording.bytes += counted;
  of_session.bytes += counted;
  return false;
}

void Flood::add(const JoinedChunk& joined) {
  const model::TtyChunk& chunk = *joined.chunk;
  const Owner owner{joined.session->boot_id, joined.session->ses.value, chunk.rec,
                    joined.recording->serial};
  const bool beyond = is_beyond(joined);
  const auto run = runs_.find(owner);
  if (run != runs_.end() && (!beyond || is_over(run->second, chunk.time))) end(run);
  if (beyond) return keep(owner, joined);
  output_.passed(joined);
}

void Flood::keep(const Owner& owner, const JoinedChunk& joined) {
  if (runs_.size() >= kMostRuns && !runs_.contains(owner)) {
    end(std::min_element(runs_.begin(), runs_.end(), [](const auto& a, const auto& b) {
      return a.second.kept.time < b.second.kept.time;
    }));
  }
  const auto [found, is_new] = runs_.try_emplace(owner);
  Run& run = found->second;
  if (!is_new) {
    leave_out(*joined.session, run, run.kept);
    const std::int64_t length_ms = joined.chunk->time.ms() - run.run.begins.ms();
    if (run.run.chunks > 0 && std::abs(length_ms) > kLongestRunMs) tell(owner, run);
  }
  run.kept = *joined.chunk;
  run.voucher = joined.voucher;
  run.copy = joined.copy;
  first_deadline_ms_ =
      runs_.size() == 1 ? deadline_of(run) : std::min(first_deadline_ms_, deadline_of(run));
  if (joined.chunk->size() <= kMostKept) return;
  leave_out(*joined.session, run, *joined.chunk);
  run.kept.output.clear();
  run.kept.pieces.clear();
}

// Of a chunk that is too large to be kept the output was counted before.
void Flood::leave_out(session::Session& session, Run& run, const model::TtyChunk& chunk) const {
  if (chunk.output.empty()) return;
  FloodRun& sum = run.run;
  if (sum.chunks == 0) {
    sum.first = chunk.number;
    sum.begins = chunk.time;
  }
  sum.last = chunk.number;
  sum.ends = chunk.time;
  ++sum.chunks;
  sum.bytes += chunk.output.size();
  session.left_out.add(chunk.time, chunk.output.size());
}

void Flood::tell(const Owner& owner, Run& run) {
  const FloodRun sum = std::exchange(run.run, {});
  run.kept.left_out += sum.bytes;
  if (sum.chunks == 0) return;
  session::Session* session = table_.find(owner.boot_id, model::Ses{owner.ses});
  if (session == nullptr) return;
  const session::Recording* recording = session->recordings.find(owner.rec, owner.serial);
  if (recording != nullptr) output_.left_out(*session, *recording, sum);
}

void Flood::end(Runs::iterator run) {
  const Owner owner = run->first;
  Run ended = std::move(run->second);
  runs_.erase(run);
  tell(owner, ended);
  session::Session* session = table_.find(owner.boot_id, model::Ses{owner.ses});
  session::Recording* recording =
      session == nullptr ? nullptr : session->recordings.find(owner.rec, owner.serial);
  if (session != nullptr && recording == nullptr)
    session->left_out.add(ended.kept.time, ended.kept.output.size());
  if (recording == nullptr) return;
  JoinedChunk kept{&ended.kept, session, recording, {}, false, ended.voucher, ended.copy};
  if (recording->disowns(ended.kept.number, ended.voucher))
    kept.voucher = model::Voucher::contradicted;
  output_.passed(kept);
}

void Flood::advance(base::WallTime watermark) {
  if (runs_.empty() || watermark.ms() <= first_deadline_ms_) return;
  first_deadline_ms_ = std::numeric_limits<std::int64_t>::max();
  for (auto run = runs_.begin(); run != runs_.end();) {
    const auto next = std::next(run);
    const std::int64_t deadline = deadline_of(run->second);
    if (watermark.ms() > deadline) {
      end(run);
    } else {
      first_deadline_ms_ = std::min(first_deadline_ms_, deadline);
    }
    run = next;
  }
}

void Flood::finish() {
  while (!runs_.empty()) end(runs_.begin());
}

}  // namespace auweave::correlate
