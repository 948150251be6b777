#include "correlate/tracks.h"

#include <algorithm>
#include <tuple>

namespace auweave::correlate {
namespace {

std::optional<base::WallTime> earlier(std::optional<base::WallTime> a,
                                      std::optional<base::WallTime> b) {
  if (!a.has_value() || (b.has_value() && *b < *a)) return b;
  return a;
}

}  // namespace

void Tracks::add(model::TtyChunk chunk, model::Voucher voucher, TrackFacts facts) {
  Entry& entry = tracks_[facts.recording_id];
  const bool fresh = entry.track == nullptr;
  if (fresh) {
    const Known* known = known_.find(facts.serial);
    entry.track = std::make_unique<Track>(std::move(facts), commands_);
    if (known != nullptr) entry.track->set_root(known->command);
  }
  entry.track->add(std::move(chunk), voucher);
  if (fresh) {
    enter(entry);
  } else {
    note_first(entry);
    touch(&entry);
  }
  settle();
}

// Makes a track that is new, or was loaded, findable.
void Tracks::enter(Entry& entry) {
  const std::string& id = entry.id();
  by_serial_.emplace(std::pair(entry.track->facts().serial, std::string_view(id)), &entry);
  entry.first = entry.track->first();
  by_first_.emplace(entry.first, id, &entry);
  touch(&entry);
}

void Tracks::note_first(Entry& entry) {
  if (entry.track->first() == entry.first) return;
  by_first_.erase({entry.first, entry.id(), &entry});
  entry.first = entry.track->first();
  by_first_.emplace(entry.first, entry.id(), &entry);
}

Track* Tracks::touch(Entry* entry) {
  if (entry == nullptr) return nullptr;
  if (!std::exchange(entry->touched, true)) touched_.push_back(entry);
  if (!std::exchange(entry->wakes, true)) awake_.push_back(entry);
  return entry->track.get();
}

// Counts the tracks that may have changed, and enters the moments that became earlier.
void Tracks::settle() {
  for (Entry* entry : touched_) {
    entry->touched = false;
    held_ -= entry->held;
    entry->held = entry->track->held();
    held_ += entry->held;
    cells_ -= entry->cells;
    entry->cells = entry->track->cells();
    cells_ += entry->cells;
    moments_.note({entry->id(), entry}, entry->entered, entry->track->next());
  }
  touched_.clear();
}

void Tracks::disown(const std::string& recording_id, const Disowned& disowned) {
  std::vector<Disowned>& all = disowned_[recording_id];
  if (all.size() >= kMostDisowned) all.erase(all.begin());
  all.push_back(disowned);
  if (disowned_.size() > kMostDisownedRecordings) disown_all();
}

// Nobody knows any more which chunks of a forgotten recording are not believed, so none is.
void Tracks::disown_all() {
  const auto forgotten = disowned_.begin();
  if (!all_disowned_.has_value()) all_disowned_ = forgotten->second.front();
  for (const Disowned& each : forgotten->second) {
    all_disowned_->since = std::min(all_disowned_->since, each.since);
    all_disowned_->of_all = all_disowned_->of_all || each.of_all;
  }
  all_disowned_->from = 0;
  disowned_.erase(forgotten);
}

bool Tracks::is_disowned(const Command& command,
                         const std::vector<model::RecordingPlace>& places) const {
  if (command.voucher == model::Voucher::contradicted) return true;
  if (disowned_.empty() && !all_disowned_.has_value()) return false;
  const bool shown = command.voucher.has_value();
  const bool sure = shown && model::verifies(*command.voucher);
  const auto holds = [&](const Disowned& each) {
    if (!shown) return each.since <= command.started;
    return command.last_chunk >= each.from && (each.of_all || !sure);
  };
  if (all_disowned_.has_value() && !places.empty() && holds(*all_disowned_) &&
      std::max(command.started, command.last) >= all_disowned_->since)
    return true;
  return std::any_of(places.begin(), places.end(), [&](const model::RecordingPlace& place) {
    const auto found = disowned_.find(place.recording_id);
    return found != disowned_.end() &&
           std::any_of(found->second.begin(), found->second.end(), holds);
  });
}

void Tracks::started(std::uint64_t serial, base::WallTime time, std::uint64_t outer,
                     const CommandNumber& command) {
  known_.enter(serial, {time, outer, command, ""});
  if (Entry* entry = of(serial)) entry->track->set_root(command);
}

std::optional<base::WallTime> Tracks::next() {
  settle();
  while (!moments_.empty()) {
    const auto [entered, key] = moments_.first();
    const auto moment = key.second->track->next();
    if (moment == entered) return moment;
    moments_.set(key, key.second->entered, moment);
  }
  return std::nullopt;
}

void Tracks::step(base::WallTime now) {
  if (!next().has_value()) return;
  Entry& entry = *moments_.first().second.second;
  touch(&entry)->step(is_told(*entry.track, now));
  use(entry);
  bound();
}

void Tracks::use(Entry& entry) {
  if (std::exchange(entry.live, true)) {
    used_.splice(used_.end(), used_, entry.used);
    return;
  }
  entry.used = used_.insert(used_.end(), &entry);
  live_.emplace(entry.id(), &entry);
}

void Tracks::bound() {
  settle();
  while (live_.size() > kMostLive || (cells_ > kMostCells && live_.size() > 1))
    let_go(*used_.front());
}

void Tracks::let_go_all() {
  settle();
  while (!used_.empty()) let_go(*used_.front());
}

void Tracks::let_go(Entry& entry) {
  const TrackFacts& facts = entry.track->facts();
  auto fresh = std::make_unique<Track>(facts, commands_);
  entry.track->let_go(*fresh);
  unseen_ = earlier(unseen_, entry.track->unseen());
  if (Known* known = known_.find(facts.serial)) {
    known->recording_id = facts.recording_id;
    fresh->set_root(known->command);
  }
  live_.erase(entry.id());
  used_.erase(entry.used);
  entry.live = false;
  if (!fresh->pending()) return forget(entry);
  // The keys are views of the id of the track before.
  const std::string id = entry.id();
  forget(entry);
  Entry& again = tracks_[id];
  again.track = std::move(fresh);
  enter(again);
  settle();
}

void Tracks::forget(Entry& entry) {
  const std::string id = entry.id();
  by_serial_.erase({entry.track->facts().serial, entry.id()});
  by_first_.erase({entry.first, entry.id(), &entry});
  moments_.set({entry.id(), &entry}, entry.entered, std::nullopt);
  held_ -= entry.held;
  cells_ -= entry.cells;
  if (entry.touched) std::erase(touched_, &entry);
  if (entry.wakes) std::erase(awake_, &entry);
  tracks_.erase(id);
}

// A track that nothing was done with is at rest.
void Tracks::rest() {
  for (Entry* entry : awake_) {
    entry->wakes = false;
    entry->track->rest();
    cells_ -= entry->cells;
    entry->cells = entry->track->cells();
    cells_ += entry->cells;
  }
  awake_.clear();
}

void Tracks::finish(base::WallTime now) {
  for (auto& [id, entry] : tracks_) {
    if (is_told(*entry.track, now)) touch(&entry)->finish();
  }
  settle();
}

Tracks::Entry* Tracks::of(std::uint64_t serial) const {
  const auto found = by_serial_.lower_bound({serial, ""});
  return found == by_serial_.end() || found->first.first != serial ? nullptr : found->second;
}

Tracks::Entry* Tracks::shown(std::uint64_t serial, base::WallTime now) const {
  Entry* entry = of(serial);
  return entry == nullptr || entry->track->first() > now ? nullptr : entry;
}

bool Tracks::is_told(const Track& track, base::WallTime now) const {
  const auto& around = track.facts().around;
  return std::none_of(around.begin(), around.end(),
                      [&](std::uint64_t serial) { return shown(serial, now) != nullptr; });
}

Track* Tracks::leading(std::uint64_t recording, base::WallTime now) {
  Entry* found = nullptr;
  for (int depth = 0; recording != 0 && depth < kMostDepth; ++depth) {
    if (Entry* entry = shown(recording, now)) found = entry;
    const Known* known = known_.find(recording);
    recording = known == nullptr ? 0 : known->outer;
  }
  if (found != nullptr) return touch(found);
  // No recording around has left chunks. If the session has a single recording, and nothing vouches
  // for it, that one is taken.
  for (const auto& [first, id, entry] : by_first_) {
    if (first > now) break;
    if (entry->track->facts().serial != 0 || found != nullptr) return nullptr;
    found = entry;
  }
  return touch(found);
}

Track* Tracks::latest(base::WallTime time, base::WallTime now) {
  Entry* found = nullptr;
  base::WallTime begins;
  for (const auto& [id, entry] : live_) {
    const Track& track = *entry->track;
    const Track::Line* line = is_told(track, now) ? track.line_at(time) : nullptr;
    if (line == nullptr || (found != nullptr && line->begins < begins)) continue;
    found = entry;
    begins = line->begins;
  }
  return touch(found);
}

Track* Tracks::only(base::WallTime now) {
  Entry* found = nullptr;
  for (const auto& [first, id, entry] : by_first_) {
    if (first > now) break;
    if (!is_told(*entry->track, now)) continue;
    if (found != nullptr) return nullptr;
    found = entry;
  }
  return touch(found);
}

std::vector<model::RecordingPlace> Tracks::places(std::uint64_t recording, base::WallTime moment,
                                                  base::WallTime now) {
  std::vector<model::RecordingPlace> places;
  for (int depth = 0; recording != 0 && depth < kMostDepth; ++depth) {
    const Known* known = known_.use(recording);
    if (known == nullptr) break;
    const Entry* entry = shown(recording, now);
    const std::string& id = entry == nullptr ? known->recording_id : entry->id();
    if (known->started <= moment && !id.empty())
      places.push_back({id, moment.ms() - known->started.ms()});
    recording = known->outer;
  }
  return places;
}

bool Tracks::over(Command& command) {
  for (const auto& [id, entry] : live_) {
    if (const auto over = entry->track->over(command)) {
      touch(entry);
      return *over;
    }
  }
  return true;
}

std::optional<base::WallTime> Tracks::unseen() const {
  std::optional<base::WallTime> first = unseen_;
  for (const auto& [id, entry] : live_) first = earlier(first, entry->track->unseen());
  return first;
}

}  // namespace auweave::correlate
