#include "pipeline/feed.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/state.h"

namespace auweave::pipeline {
namespace {

using Level = base::Log::Level;

constexpr std::chrono::milliseconds kMoment{50};
constexpr std::chrono::milliseconds kLook{200};
constexpr std::chrono::seconds kEnd{1};
constexpr std::chrono::seconds kSnapshotWhenLarge{1};
constexpr std::chrono::seconds kTryAgain{1};
constexpr std::chrono::seconds kArrivalEvery{1};
// The snapshot of a busy host has 4 MB, and SQLite writes each page twice: to its log, then to its
// place.
constexpr std::uint64_t kLeastReserve = 16UL * 1024 * 1024;
constexpr std::uint64_t kMostReserve = 64UL * 1024 * 1024;

}  // namespace

Feed::Feed(FeedSettings settings, weave::Weaver& weaver, Publisher& publisher, base::Log& log)
    : settings_(std::move(settings)),
      weaver_(weaver),
      publisher_(publisher),
      log_(log),
      reserve_(settings_.folder,
               std::clamp(settings_.most_bytes / 16, kLeastReserve, kMostReserve)) {}

void Feed::say(const base::Status& status, const std::string& what) {
  const std::string name = "spool " + what;
  if (status.ok()) {
    log_.over(name, settings_.folder + ": works again (" + what + ")");
  } else {
    log_.trouble(name, status.error().message + " (" + what + ")");
  }
}

void Feed::primed() {
  if (spool_.has_value()) snapshot();
}

void Feed::take(Input input) {
  settings_.taken(input);
  unwritten_bytes_ += size_of(input);
  unwritten_.push_back(std::move(input));
  if (unwritten_bytes_ > kCommit) commit();
}

void Feed::commit() {
  if (unwritten_.empty()) return;
  if (!spool_.has_value()) {
    for (const Input& input : std::exchange(unwritten_, {}))
      pipeline::weave(input, settings_.sources, weaver_);
    unwritten_bytes_ = 0;
    return;
  }
  if (disk_full_ && Clock::now() < next_try_) return;
  std::vector<std::string> entries;
  for (const Input& input : unwritten_) entries.push_back(encoded(input));
  const bool caught_up = woven_ + ready_.size() == spool_->next();
  const auto marks = this->marks();
  const std::uint64_t first = spool_->next();
  const auto appended = spool_->append(entries, marks, texts());
  say(appended, "writing");
  disk_full_ = !appended.ok();
  next_try_ = Clock::now() + kTryAgain;
  if (disk_full_) return;
  delivered_ = marks.front().value;
  note_arrival(first);
  snapshot_bytes_ += unwritten_bytes_;
  for (Input& input : unwritten_) {
    note_place(input, places_);
    if (caught_up && ready_bytes_ <= kMostReady) {
      ready_bytes_ += size_of(input);
      ready_.push_back(std::move(input));
    }
  }
  unwritten_.clear();
  unwritten_bytes_ = 0;
}

// Fills ready_ from the spool when the entries did not fit into memory.
bool Feed::make_ready() {
  if (!ready_.empty()) return true;
  if (woven_ >= spool_->next()) return false;
  auto batch = spool_->read(woven_);
  if (!batch.ok() && batch.error().kind == base::ErrorKind::io) {
    say(batch.error(), "reading");
    return false;
  }
  if (!batch.ok()) {
    log_.say(Level::error, batch.error().message + "; " + std::to_string(spool_->next() - woven_) +
                               " entries are passed over");
    woven_ = spool_->next();
    publisher_.passed_over();
    return false;
  }
  for (const std::string& entry : *batch) {
    auto input = decoded(entry);
    if (!input.ok()) log_.say(Level::error, settings_.folder + ": " + input.error().message);
    // An entry that cannot be decoded is replaced by an Idle without a time, so that the following
    // entries keep their numbers.
    ready_.push_back(input.ok() ? std::move(*input) : Input(Idle()));
    ready_bytes_ += size_of(ready_.back());
  }
  return true;
}

void Feed::weave_one(const Input& input, std::uint64_t number) {
  publisher_.set_entry(number, number >= told_from_);
  if (const auto source = source_of(input); source.value_or(0) >= weaver_.sources().size()) {
    log_.say(Level::error, settings_.folder + ": entry " + std::to_string(number) +
                               " is of an input that is not configured any more");
  } else {
    pipeline::weave(input, settings_.sources, weaver_);
    note_place(input, woven_places_);
  }
  publisher_.set_entry(0, true);
}

void Feed::tell_reached() {
  const auto now = Clock::now();
  if (notes_.due(now) && weaver_.audit_time() > base::WallTime{})
    notes_.add(now, encoded(StartNote{weaver_.audit_time(), woven_places_}));
  publisher_.reached(woven_, notes_.oldest());
}

bool Feed::weave() {
  if (!spool_.has_value()) return false;
  const auto until = Clock::now() + kMoment;
  while ((settings_.has_capacity() || is_too_large()) && make_ready()) {
    const Input input = std::move(ready_.front());
    ready_.pop_front();
    ready_bytes_ -= size_of(input);
    const auto begun = Clock::now();
    weave_one(input, woven_);
    ++woven_;
    const auto now = Clock::now();
    (source_of(input).has_value() ? spent_.followed : spent_.records) += now - begun;
    if (now < until) continue;
    tell_reached();
    return true;
  }
  tell_reached();
  return false;
}

void Feed::note_arrival(std::uint64_t number) {
  const auto now = Clock::now();
  while (arrivals_.size() > 1 && arrivals_[1].number <= delivered_) arrivals_.pop_front();
  if (arrivals_.size() == 1 && delivered_ >= number) arrivals_.clear();
  if (arrivals_.empty() || now - arrivals_.back().at >= kArrivalEvery)
    arrivals_.push_back({number, now});
}

std::uint64_t Feed::acked_before() const {
  return std::max(settings_.acked_before(woven_), delivered_);
}

std::vector<spool::Spool::Mark> Feed::marks() const {
  std::vector<spool::Spool::Mark> marks = {{kDelivered, acked_before()}};
  for (const auto& [id, next] : settings_.confirmed()) {
    if (next > 0) marks.push_back({kConfirmed + id, next});
  }
  return marks;
}

// Asked after marks(): no place is of an entry before the mark kDelivered.
std::vector<spool::Spool::Text> Feed::texts() const {
  std::vector<spool::Spool::Text> texts;
  for (auto& [name, bytes] : settings_.leaf_places(woven_))
    texts.push_back({kLeafPlace + name, bytes});
  return texts;
}

void Feed::note_delivered() {
  const auto marks = this->marks();
  if (marks.front().value == delivered_) return;
  const auto noted = spool_->set_marks(marks, texts());
  say(noted, "noting what was delivered");
  if (noted.ok()) delivered_ = marks.front().value;
}

void Feed::snapshot() {
  base::Saver saver;
  saver(places_, woven_places_, notes_.oldest(), weaver_.save());
  const std::string state = saver.take();
  auto done = snapshots_->add(spool_->id(), woven_, state, delivered_);
  if (done.ok()) {
    const auto oldest = snapshots_->oldest(spool_->id());
    const std::uint64_t needed = oldest.ok() ? oldest->value_or(0) : 0;
    done = spool_->forget_before(std::min(needed, delivered_));
  }
  say(done, "saving");
  saved_ = woven_;
  last_snapshot_ = Clock::now();
  snapshot_bytes_ = 0;
}

// A database needs space to shrink. The reserve is that space, and can be given up once, so the
// sinks must first have delivered everything in the spool: then all entries go.
void Feed::make_space() {
  if (!disk_full_ || has_unwoven() || woven_ == saved_ || acked_before() < woven_) return;
  reserve_.release();
  note_delivered();
  snapshot();
  say(spool_->give_back(), "giving space back");
  say(reserve_.take(), "keeping a reserve");
  next_try_ = Clock::now();
}

void Feed::look() {
  if (!spool_.has_value() || Clock::now() < next_look_) return;
  next_look_ = Clock::now() + kLook;
  make_space();
  note_delivered();
  const auto since = Clock::now() - last_snapshot_;
  const bool due = since >= kSnapshot || snapshot_bytes_ > kSnapshotBytes ||
                   (is_too_large() && since >= kSnapshotWhenLarge);
  if (due && woven_ != saved_) snapshot();
}

void Feed::end() {
  commit();
  if (!spool_.has_value()) return weaver_.finish();
  const auto until = Clock::now() + kEnd;
  while (Clock::now() < until && weave()) {
  }
}

void Feed::close() {
  if (!spool_.has_value()) return;
  note_delivered();
  snapshot();
}

Feed::State Feed::state() const {
  if (!spool_.has_value()) return {};
  State state{true, spool_->bytes(), spool_->next() - woven_};
  if (delivered_ >= spool_->next() || arrivals_.empty()) return state;
  const auto oldest =
      std::find_if(arrivals_.rbegin(), arrivals_.rend() - 1,
                   [this](const Arrival& arrival) { return arrival.number <= delivered_; });
  state.age_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - oldest->at).count();
  return state;
}

}  // namespace auweave::pipeline
