#include "pipeline/feed.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/state.h"

namespace auweave::pipeline {
namespace {

using Level = base::Log::Level;

constexpr const char* kDelivered = "delivered";
constexpr std::chrono::milliseconds kMoment{50};
constexpr std::chrono::seconds kLook{1};
constexpr std::chrono::seconds kEnd{1};
constexpr std::chrono::seconds kOthers{5};

}  // namespace

Feed::Feed(FeedSettings settings, Weaver& weaver, Publisher& publisher, base::Log& log)
    : settings_(std::move(settings)), weaver_(weaver), publisher_(publisher), log_(log) {}

void Feed::say(const base::Status& status, const std::string& what) {
  const std::string name = "journal " + what;
  if (status.ok()) {
    log_.over(name, settings_.folder + ": works again");
  } else {
    log_.trouble(name, status.error().message + " (" + what + ")");
  }
}

base::Status Feed::open_store() {
  auto journal = journal::Journal::open({settings_.folder});
  if (!journal.ok()) return journal.error();
  auto snapshots = journal::Snapshots::open(settings_.folder);
  if (!snapshots.ok()) return snapshots.error();
  journal_.emplace(std::move(*journal));
  snapshots_.emplace(std::move(*snapshots));
  return base::ok();
}

base::Status Feed::open() {
  if (settings_.folder.empty()) return base::ok();
  auto opened = open_store();
  // The plugin before this one may need a moment to end.
  const auto until = Clock::now() + kOthers;
  while (!opened.ok() && journal::Journal::is_in_use(settings_.folder) && Clock::now() < until) {
    std::this_thread::sleep_for(kMoment);
    opened = open_store();
  }
  // A disk that is full, or a folder that may not be written, is no reason to give up what is in it.
  if (!opened.ok() && opened.error().kind == base::ErrorKind::parse) {
    log_.say(Level::error, opened.error().message + "; it is set aside, and a new journal begun");
    if (auto aside = journal::Journal::set_aside(settings_.folder); !aside.ok()) return aside;
    opened = open_store();
  }
  if (!opened.ok()) return opened;
  resume();
  return base::ok();
}

// Without a state that goes with the journal, what was not delivered is woven on what the past tells.
void Feed::resume() {
  const auto delivered = journal_->mark(kDelivered);
  if (delivered.ok()) delivered_ = delivered->value_or(1);
  auto found = snapshots_->newest(journal_->id(), delivered_);
  woven_ = std::clamp(delivered_, journal_->first(), journal_->next());
  if (!found.ok()) say(found.error(), "reading a snapshot");
  if (found.ok() && found->has_value()) {
    resumed_ = (*found)->next >= journal_->first() && load(**found);
    if (!resumed_) {
      log_.say(Level::warning,
               settings_.folder +
                   ": what was known is of another version or configuration; the past "
                   "is learnt anew");
    }
  }
  if (!resumed_) return places_.clear();
  told_from_ = delivered_;
  follow_places();
}

bool Feed::load(const journal::Snapshot& snapshot) {
  base::Loader loader(snapshot.state);
  std::string weaver;
  loader(places_, weaver);
  if (!loader.complete() || !weaver_.load(weaver)) return false;
  woven_ = snapshot.next;
  return true;
}

// Sources are followed from behind the last of what is in the journal, woven or not.
void Feed::follow_places() {
  for (std::uint64_t number = woven_; number < journal_->next();) {
    auto batch = journal_->read(number);
    if (!batch.ok()) return say(batch.error(), "reading");
    number += batch->size();
    for (const std::string& entry : *batch) {
      if (const auto input = decoded(entry); input.ok()) note_place(*input);
    }
  }
}

void Feed::note_place(const Input& input) {
  if (const auto* line = std::get_if<intake::FollowedLine>(&input)) {
    places_[line->source].file = line->place;
  }
  if (const auto* entry = std::get_if<intake::FollowedEntry>(&input)) {
    places_[entry->source].cursor = entry->entry.cursor;
  }
}

void Feed::primed() {
  if (journal_.has_value()) snapshot();
}

void Feed::take(Input input) {
  hand_bytes_ += size_of(input);
  hand_.push_back(std::move(input));
  if (hand_bytes_ > kCommit) commit();
}

void Feed::commit() {
  if (hand_.empty()) return;
  if (!journal_.has_value()) {
    for (const Input& input : std::exchange(hand_, {}))
      pipeline::weave(input, settings_.sources, weaver_);
    hand_bytes_ = 0;
    return;
  }
  std::vector<std::string> entries;
  for (const Input& input : hand_) entries.push_back(encoded(input));
  const bool caught_up = woven_ + ready_.size() == journal_->next();
  const auto appended = journal_->append(entries);
  say(appended, "writing");
  if (!appended.ok()) return;  // it is tried again
  snapshot_bytes_ += hand_bytes_;
  for (Input& input : hand_) {
    note_place(input);
    if (caught_up && ready_bytes_ <= kMostReady) {
      ready_bytes_ += size_of(input);
      ready_.push_back(std::move(input));
    }
  }
  hand_.clear();
  hand_bytes_ = 0;
}

// From the journal, where memory was too small for them.
bool Feed::make_ready() {
  if (!ready_.empty()) return true;
  if (woven_ >= journal_->next()) return false;
  auto batch = journal_->read(woven_);
  if (!batch.ok() && batch.error().kind == base::ErrorKind::io) {
    say(batch.error(), "reading");
    return false;
  }
  if (!batch.ok()) {
    log_.say(Level::error, batch.error().message + "; " +
                               std::to_string(journal_->next() - woven_) +
                               " entries are passed over");
    woven_ = journal_->next();
    return false;
  }
  for (const std::string& entry : *batch) {
    auto input = decoded(entry);
    if (!input.ok()) log_.say(Level::error, settings_.folder + ": " + input.error().message);
    // In its place, so that the numbers stay, one that tells nothing.
    ready_.push_back(input.ok() ? std::move(*input) : Input(Idle()));
    ready_bytes_ += size_of(ready_.back());
  }
  return true;
}

void Feed::weave_one(const Input& input, std::uint64_t number) {
  publisher_.set_cause(number, number >= told_from_);
  if (const auto source = source_of(input); source.value_or(0) >= weaver_.source_count()) {
    log_.say(Level::error, settings_.folder + ": entry " + std::to_string(number) +
                               " is of an input that is not configured any more");
  } else {
    pipeline::weave(input, settings_.sources, weaver_);
  }
  publisher_.set_cause(0, true);
}

bool Feed::weave() {
  if (!journal_.has_value()) return false;
  const auto until = Clock::now() + kMoment;
  while ((settings_.roomy() || is_too_large()) && make_ready()) {
    const Input input = std::move(ready_.front());
    ready_.pop_front();
    ready_bytes_ -= size_of(input);
    weave_one(input, woven_);
    ++woven_;
    if (Clock::now() >= until) return true;
  }
  return false;
}

void Feed::note_delivered() {
  const std::uint64_t now = std::max(settings_.settled_before(woven_), delivered_);
  if (now == delivered_) return;
  const auto noted = journal_->set_mark(kDelivered, now);
  say(noted, "noting what was delivered");
  if (noted.ok()) delivered_ = now;
}

void Feed::snapshot() {
  base::Saver saver;
  saver(places_, weaver_.save());
  const std::string state = saver.take();
  auto done = snapshots_->add(journal_->id(), woven_, state, delivered_);
  if (done.ok()) {
    const auto oldest = snapshots_->oldest(journal_->id());
    const std::uint64_t needed = oldest.ok() ? oldest->value_or(0) : 0;
    done = journal_->forget_before(std::min(needed, delivered_));
  }
  say(done, "saving");
  saved_ = woven_;
  next_snapshot_ = Clock::now() + kSnapshot;
  snapshot_bytes_ = 0;
}

void Feed::look() {
  if (!journal_.has_value() || Clock::now() < next_look_) return;
  next_look_ = Clock::now() + kLook;
  note_delivered();
  const bool due = Clock::now() >= next_snapshot_ || snapshot_bytes_ > kSnapshotBytes;
  if ((due || is_too_large()) && woven_ != saved_) snapshot();
}

void Feed::end() {
  commit();
  if (!journal_.has_value()) return weaver_.finish();
  const auto until = Clock::now() + kEnd;
  while (Clock::now() < until && weave()) {
  }
}

void Feed::close() {
  if (!journal_.has_value()) return;
  note_delivered();
  snapshot();
}

Feed::State Feed::state() const {
  if (!journal_.has_value()) return {};
  return {true, journal_->bytes(), journal_->next() - woven_};
}

}  // namespace auweave::pipeline
