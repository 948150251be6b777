// Feed's part at a start: opening the spool, and resuming or beginning anew.
#include <algorithm>
#include <thread>
#include <utility>

#include "base/state.h"
#include "pipeline/feed.h"

namespace auweave::pipeline {
namespace {

using Level = base::Log::Level;

constexpr std::chrono::milliseconds kRetryAfter{50};
constexpr std::chrono::seconds kOthers{5};

}  // namespace

base::Status Feed::open_store() {
  auto spool = spool::Spool::open({settings_.folder});
  if (!spool.ok()) return spool.error();
  auto snapshots = spool::Snapshots::open(settings_.folder);
  if (!snapshots.ok()) return snapshots.error();
  spool_.emplace(std::move(*spool));
  snapshots_.emplace(std::move(*snapshots));
  fresh_from_ = spool_->next();
  return base::ok();
}

base::Status Feed::open() {
  if (settings_.folder.empty()) return base::ok();
  auto opened = open_store();
  // The plugin before this one may need a moment to end.
  const auto until = Clock::now() + kOthers;
  while (!opened.ok() && spool::Spool::is_in_use(settings_.folder) && Clock::now() < until) {
    std::this_thread::sleep_for(kRetryAfter);
    opened = open_store();
  }
  if (!opened.ok() && opened.error().kind == base::ErrorKind::io && reserve_.release()) {
    opened = open_store();
  }
  // Only a damaged spool is set aside. A full disk or a missing permission may pass, and the
  // entries are still good.
  if (!opened.ok() && opened.error().kind == base::ErrorKind::parse) {
    log_.say(Level::error, opened.error().message + "; it is set aside, and a new spool begun");
    if (auto aside = spool::Spool::set_aside(settings_.folder, "damaged"); !aside.ok()) {
      return aside;
    }
    opened = open_store();
  }
  if (opened.ok()) say(reserve_.take(), "keeping a reserve");
  return opened;
}

base::Status Feed::begin_anew(const StartNote& note) {
  if (spool_->next() > 1) {
    log_.say(Level::error, settings_.folder +
                               ": Kafka has documents of another spool; this one is set aside, "
                               "and a new one begun");
    spool_.reset();
    snapshots_.reset();
    if (auto aside = spool::Spool::set_aside(settings_.folder, "foreign"); !aside.ok()) {
      return aside;
    }
    if (auto opened = open_store(); !opened.ok()) return opened;
  }
  anew_from_ = note.audit;
  places_ = woven_places_ = note.places;
  return base::ok();
}

std::optional<deliver::Lineage> Feed::lineage(const std::string& host, const std::string& id) {
  if (!spool_.has_value()) return std::nullopt;
  const auto& instances = spool_->instances();
  deliver::Lineage lineage{host, spool_->id(), instances.back().id, {}, mark(kConfirmed + id, 0)};
  for (std::size_t i = 0; i + 1 < instances.size(); ++i) {
    lineage.past.push_back({instances[i].id, instances[i + 1].first});
  }
  return lineage;
}

std::optional<std::string> Feed::kept_leaf_place(const std::string& name) {
  if (!spool_.has_value() || !resumed_) return std::nullopt;
  const auto found = spool_->text(kLeafPlace + name);
  return found.ok() ? *found : std::nullopt;
}

void Feed::note_leaf_places() {
  if (spool_.has_value()) say(spool_->set_marks({}, texts()), "noting where sinks are");
}

void Feed::note_first(base::WallTime time) {
  if (!spool_.has_value() || spool_->next() > 1 || time.ms() <= 0) return;
  const auto ms = static_cast<std::uint64_t>(time.ms());
  if (first_ms_ != 0 && first_ms_ <= ms) return;
  first_ms_ = ms;
  say(spool_->set_mark(kFirst, ms), "noting the first record");
}

// Without a snapshot the weaver learns the past from the audit log, and then weaves the undelivered
// entries.
void Feed::resume() {
  if (!spool_.has_value()) return;
  delivered_ = mark(kDelivered, 1);
  auto found = snapshots_->newest(spool_->id(), delivered_);
  woven_ = std::clamp(delivered_, spool_->first(), spool_->next());
  if (!found.ok()) say(found.error(), "reading a snapshot");
  first_ms_ = mark(kFirst, 0);
  if (found.ok() && found->has_value()) {
    resumed_ = (*found)->next >= spool_->first() && load(**found);
    if (!resumed_) {
      log_.say(Level::warning,
               settings_.folder +
                   ": what was known is of another version or configuration; the past "
                   "is learnt anew");
    }
  }
  const bool wrote_none = first_ms_ != 0 && spool_->next() == 1;
  if (wrote_none) {
    log_.say(Level::warning,
             settings_.folder +
                 ": the plugin before this one ended before it had written an entry; "
                 "what came to it is fetched from the audit log");
  }
  if (!resumed_ && wrote_none) anew_from_ = first();
  if (!resumed_) return places_.clear();
  told_from_ = delivered_;
  follow_places();
  read_tail();
}

void Feed::read_tail() {
  const auto read = tail_.emplace().read(*spool_, kTailMs);
  if (read.ok()) return;
  tail_.reset();
  say(read, "reading");
}

base::WallTime Feed::audit_time() const {
  const auto last =
      std::max(tail_.has_value() ? tail_->last() : base::WallTime{}, weaver_.audit_time());
  return last == base::WallTime{} ? first() : last;
}

std::uint64_t Feed::mark(const std::string& name, std::uint64_t otherwise) {
  const auto found = spool_->mark(name);
  return found.ok() ? found->value_or(otherwise) : otherwise;
}

bool Feed::load(const spool::Snapshot& snapshot) {
  base::Loader loader(snapshot.state);
  std::string weaver;
  std::string note;
  loader(places_, woven_places_, note, weaver);
  if (!loader.complete() || !weaver_.load(weaver)) return false;
  woven_ = snapshot.next;
  if (!note.empty()) notes_.add(Clock::now(), std::move(note));
  return true;
}

// Sources are followed from the last place in the spool, whether its entry is woven or not.
void Feed::follow_places() {
  for (std::uint64_t number = woven_; number < spool_->next();) {
    auto batch = spool_->read(number);
    if (!batch.ok()) return say(batch.error(), "reading");
    number += batch->size();
    for (const std::string& entry : *batch) {
      const auto input = decoded(entry);
      if (!input.ok()) continue;
      note_place(*input, places_);
      settings_.taken(*input);
    }
  }
}

}  // namespace auweave::pipeline
