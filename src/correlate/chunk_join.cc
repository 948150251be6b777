#include "correlate/chunk_join.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "base/hash.h"
#include "tty/recorders.h"

namespace auweave::correlate {
namespace {

using session::Recording;
using session::Session;

// A number that no recorder gives.
constexpr std::uint64_t kCopy = 1ULL << 63U;

JoinedChunk suspect(const model::TtyChunk& chunk, std::string_view why) {
  return {&chunk, nullptr, nullptr, why, false};
}

std::string_view words_for(model::Refused refused) {
  switch (refused) {
    case model::Refused::no:
      return {};
    case model::Refused::other_file:
      return "its recorder is another file than this machine's program of that name";
    case model::Refused::own_namespaces:
      return "its recorder ran in a namespace that its session made";
  }
  return {};
}

std::uint64_t hash_of(const model::TtyChunk& chunk) {
  std::uint64_t all = base::hash_of(chunk.rec);
  for (const std::uint64_t part : {chunk.number, static_cast<std::uint64_t>(chunk.time.ns),
                                   base::hash_of(chunk.output), base::hash_of(chunk.input)}) {
    all = base::mixed(all, part);
  }
  return all;
}

}  // namespace

void ChunkJoin::add(model::TtyChunk chunk, base::WallTime came, base::WallTime watermark) {
  const std::int64_t deadline = came.ms() + lateness_ms_;
  if (const auto joined = decide(chunk, watermark.ms() > deadline)) {
    publish(*joined, chunk);
    return;
  }
  first_deadline_ms_ = held_.empty() ? deadline : std::min(first_deadline_ms_, deadline);
  held_bytes_ += chunk.size();
  held_.push_back({std::move(chunk), deadline});
  while (held_.size() > kMostHeld || held_bytes_ > kMostHeldBytes) {
    let_go(0, *decide(held_.front().chunk, true));
  }
}

void ChunkJoin::set_back(base::WallTime watermark) {
  for (Held& held : held_)
    held.deadline_ms = std::min(held.deadline_ms, watermark.ms() + lateness_ms_);
  first_deadline_ms_ = std::min(first_deadline_ms_, watermark.ms() + lateness_ms_);
  while (!gaps_.empty() && std::prev(gaps_.end())->first > watermark.ms()) {
    auto last = gaps_.extract(std::prev(gaps_.end()));
    last.key() = watermark.ms();
    gaps_.insert(std::move(last));
  }
}

// Chunks of one recording wait for the same session and recorder, so they go out in their order.
void ChunkJoin::advance(base::WallTime watermark, const News& news) {
  const bool time_is_up = watermark.ms() > first_deadline_ms_;
  if (!held_.empty() && (news.session != nullptr || time_is_up)) decide_held(watermark, news);
  tell_gaps(&watermark);
}

void ChunkJoin::decide_held(base::WallTime watermark, const News& news) {
  first_deadline_ms_ = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < held_.size();) {
    const Held& held = held_[i];
    const bool waited = watermark.ms() > held.deadline_ms;
    const bool of_pid = !news.recorder.has_value() ||
                        (held.chunk.key.has_value() && held.chunk.key->pid == *news.recorder);
    const bool meant = news.session != nullptr && held.chunk.ses == news.session->ses && of_pid;
    const auto joined = waited || meant ? decide(held.chunk, waited) : std::nullopt;
    if (joined.has_value()) {
      let_go(i, *joined);
    } else {
      first_deadline_ms_ = std::min(first_deadline_ms_, held.deadline_ms);
      ++i;
    }
  }
}

void ChunkJoin::let_go(std::size_t index, JoinedChunk joined) {
  held_bytes_ -= held_[index].chunk.size();
  publish(joined, held_[index].chunk);
  held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(index));
}

void ChunkJoin::finish() {
  while (!held_.empty()) let_go(0, *decide(held_.front().chunk, true));
  tell_gaps(nullptr);
}

std::optional<JoinedChunk> ChunkJoin::decide(const model::TtyChunk& chunk, bool waited) {
  if (!chunk.disowned.empty()) return suspect(chunk, chunk.disowned);
  Session* session = nullptr;
  if (chunk.ses.has_value() && chunk.key.has_value()) {
    session = table_.find(chunk.key->boot_id, *chunk.ses);
  }
  if (session != nullptr) {
    const base::WallTime began = chunk.recording_began();
    Recording* recording = session->recordings.vouched(chunk.key->pid, chunk.rec, began);
    if (recording != nullptr) return JoinedChunk{&chunk, session, recording, {}, false};
    const std::string_view why = words_for(session->recordings.refused(chunk.key->pid));
    if (!why.empty()) return suspect(chunk, why);
  }
  if (!waited) return std::nullopt;
  if (session == nullptr) return suspect(chunk, "no such session in the audit trail");
  return judge_unvouched(chunk, *session);
}

JoinedChunk ChunkJoin::judge_unvouched(const model::TtyChunk& chunk, Session& session) {
  const std::int64_t end = chunk.time.ms() + chunk.duration_ms;
  if (session.opened.has_value() && end + session::kClockSlackMs < session.opened->ms()) {
    return suspect(chunk, "it ends before its session began");
  }
  if (session.recordings.taken(chunk.key->pid)) {
    return suspect(chunk, "its recorder made another recording");
  }
  const bool audited = session.first_exec.has_value() && session.first_exec->ms() <= end;
  if (audited && !session.login_unseen()) {
    return suspect(chunk, "its session's programs are audited, and none of them is this recorder");
  }
  const bool starts = session.recordings.find(chunk.rec, 0) == nullptr;
  Recording& recording = session.recordings.unvouched(chunk.rec, chunk.recording_began());
  return {&chunk, &session, &recording, {}, starts};
}

// The input may begin in the middle of a recording: if neither the recorder's execve nor LOGIN was
// seen, or both were before the start. Chunks before the first one are then not lost, but
// elsewhere.
void ChunkJoin::begin_numbers(const JoinedChunk& joined) {
  Recording& recording = *joined.recording;
  if (recording.numbers.has_value()) return;
  const bool from_start =
      !recording.of_before && (recording.has_recorder() || !joined.session->login_unseen());
  recording.numbers.emplace(from_start ? 1 : joined.chunk->number);
  recording.rec = joined.chunk->rec;
}

void ChunkJoin::publish(JoinedChunk joined, model::TtyChunk& chunk) {
  using Came = session::ChunkNumbers::Came;
  if (joined.session == nullptr) return output_.joined(joined);
  Recording& recording = *joined.recording;
  begin_numbers(joined);
  if (const auto gap = recording.numbers->take_overdue(chunk.number, chunk.time)) {
    output_.lost({joined.session, &recording, *gap});
  }
  const std::uint64_t hash = hash_of(chunk);
  const Came came = recording.numbers->note(chunk.number, chunk.time);
  if (came == Came::again && published_.contains(hash)) {
    ++repeated_;
    return;
  }
  if (chunk.number < recording.numbers->first())
    return output_.joined(suspect(chunk, "a chunk of a later number came first"));
  published_.add(hash);
  if (came == Came::after_a_gap) {
    gaps_.emplace(chunk.time.ms(), owner_of(joined));
  }
  joined.voucher = recording.voucher_of(chunk.writer, tty::recorder_of(chunk.source)->voucher);
  if (came == Came::again) {
    joined.copy = hash | kCopy;
    note_contradiction(joined);
  }
  if (recording.disowns(chunk.number, joined.voucher)) {
    joined.voucher = model::Voucher::contradicted;
  } else {
    recording.count(chunk.time, chunk.output.size(), joined.voucher);
  }
  output_.joined(joined);
  keep(joined, chunk);
}

// What the recorder surely wrote stays, beside a copy of which that is not known.
void ChunkJoin::note_contradiction(const JoinedChunk& joined) {
  const Owner owner = owner_of(joined);
  const auto is_own = [&](const Latest& each) { return each.owner == owner; };
  const auto first = std::find_if(latest_.begin(), latest_.end(), [&](const Latest& each) {
    return is_own(each) && each.chunk.number == joined.chunk->number;
  });
  const bool first_is_sure = first == latest_.end() || model::verifies(first->voucher);
  const bool of_all = model::verifies(joined.voucher) && first_is_sure;
  Recording& recording = *joined.recording;
  if (!recording.contradict({joined.chunk->time, joined.chunk->number, of_all})) return;
  output_.contradicted({joined.session, &recording, joined.chunk});
  for (Latest& each : latest_) {
    const bool told = each.voucher == model::Voucher::contradicted;
    if (told || !is_own(each) || !recording.disowns(each.chunk.number, each.voucher)) continue;
    each.voucher = model::Voucher::contradicted;
    output_.disowned({&each.chunk, joined.session, &recording, {}, false, each.voucher});
  }
}

// Of a chunk that the recorder surely wrote only the number is needed.
void ChunkJoin::keep(const JoinedChunk& joined, model::TtyChunk& chunk) {
  Latest latest{owner_of(joined), std::move(chunk), joined.voucher};
  if (model::verifies(latest.voucher) || latest.voucher == model::Voucher::contradicted) {
    latest.chunk.output = latest.chunk.input = std::string();
    latest.chunk.pieces = {};
  }
  latest_bytes_ += latest.chunk.size();
  latest_.push_back(std::move(latest));
  while (latest_.size() > kMostLatest || latest_bytes_ > kMostLatestBytes) {
    latest_bytes_ -= latest_.front().chunk.size();
    latest_.pop_front();
  }
}

ChunkJoin::Owner ChunkJoin::owner_of(const JoinedChunk& joined) {
  return {joined.chunk->key->boot_id, joined.session->ses, joined.chunk->rec,
          joined.recording->serial};
}

void ChunkJoin::tell_gaps(const base::WallTime* watermark) {
  while (!gaps_.empty()) {
    const std::int64_t deadline = gaps_.begin()->first + lateness_ms_;
    if (watermark != nullptr && watermark->ms() <= deadline) return;
    const Owner owner = std::move(gaps_.begin()->second);
    gaps_.erase(gaps_.begin());
    Session* session = table_.find(owner.boot_id, owner.ses);
    Recording* recording =
        session == nullptr ? nullptr : session->recordings.find(owner.rec, owner.serial);
    if (recording == nullptr || !recording->numbers.has_value()) continue;
    const base::WallTime until = base::WallTime::from_ms(deadline - lateness_ms_ + 1);
    for (const session::ChunkGap& gap : recording->numbers->take_gaps(&until)) {
      output_.lost({session, recording, gap});
    }
  }
}

}  // namespace auweave::correlate
