#include "correlate/tracks.h"

#include <algorithm>

namespace auweave::correlate {

void Tracks::add(model::TtyChunk chunk, model::Voucher voucher, TrackFacts facts) {
  std::unique_ptr<Track>& track = tracks_[facts.recording_id];
  if (track == nullptr) {
    const auto known = known_.find(facts.serial);
    track = std::make_unique<Track>(std::move(facts), commands_);
    if (known != known_.end()) track->set_root(known->second.command);
  }
  track->add(std::move(chunk), voucher);
}

void Tracks::disown(const std::string& recording_id, const Disowned& disowned) {
  std::vector<Disowned>& all = disowned_[recording_id];
  if (all.size() >= kMostDisowned) all.erase(all.begin());
  all.push_back(disowned);
}

bool Tracks::is_disowned(const Command& command,
                         const std::vector<model::RecordingPlace>& places) const {
  if (command.voucher == model::Voucher::contradicted) return true;
  if (disowned_.empty()) return false;
  const bool shown = command.voucher.has_value();
  const bool sure = shown && model::verifies(*command.voucher);
  const auto holds = [&](const Disowned& each) {
    if (!shown) return each.since <= command.started;
    return command.last_chunk >= each.from && (each.of_all || !sure);
  };
  return std::any_of(places.begin(), places.end(), [&](const model::RecordingPlace& place) {
    const auto found = disowned_.find(place.recording_id);
    return found != disowned_.end() &&
           std::any_of(found->second.begin(), found->second.end(), holds);
  });
}

void Tracks::started(std::uint64_t serial, base::WallTime time, std::uint64_t outer,
                     const CommandNumber& command) {
  known_[serial] = {time, outer, command};
  if (Track* track = of(serial)) track->set_root(command);
}

Track* Tracks::next() const {
  Track* first = nullptr;
  for (const auto& [id, track] : tracks_) {
    const auto moment = track->next();
    if (moment.has_value() && (first == nullptr || *moment < *first->next())) first = track.get();
  }
  return first;
}

void Tracks::rest() {
  for (const auto& [id, track] : tracks_) track->rest();
}

void Tracks::finish(base::WallTime now) {
  for (const auto& [id, track] : tracks_) {
    if (is_told(*track, now)) track->finish();
  }
}

Track* Tracks::of(std::uint64_t serial) const {
  for (const auto& [id, track] : tracks_) {
    if (track->facts().serial == serial) return track.get();
  }
  return nullptr;
}

Track* Tracks::shown(std::uint64_t serial, base::WallTime now) const {
  Track* track = of(serial);
  return track == nullptr || track->first() > now ? nullptr : track;
}

bool Tracks::is_told(const Track& track, base::WallTime now) const {
  const auto& around = track.facts().around;
  return std::none_of(around.begin(), around.end(),
                      [&](std::uint64_t serial) { return shown(serial, now) != nullptr; });
}

Track* Tracks::leading(std::uint64_t recording, base::WallTime now) const {
  Track* found = nullptr;
  for (int depth = 0; recording != 0 && depth < kMostDepth; ++depth) {
    if (Track* track = shown(recording, now)) found = track;
    const auto known = known_.find(recording);
    recording = known == known_.end() ? 0 : known->second.outer;
  }
  if (found != nullptr || tracks_.empty()) return found;
  // No recording around has left chunks. If the session has a single recording, and nothing vouches
  // for it, that one is taken.
  Track* only = nullptr;
  for (const auto& [id, track] : tracks_) {
    if (track->first() > now) continue;
    if (track->facts().serial != 0 || only != nullptr) return nullptr;
    only = track.get();
  }
  return only;
}

Track* Tracks::latest(base::WallTime time, base::WallTime now) const {
  Track* found = nullptr;
  base::WallTime begins;
  for (const auto& [id, track] : tracks_) {
    const Track::Line* line = is_told(*track, now) ? track->line_at(time) : nullptr;
    if (line == nullptr || (found != nullptr && line->begins < begins)) continue;
    found = track.get();
    begins = line->begins;
  }
  return found;
}

Track* Tracks::only(base::WallTime now) const {
  Track* found = nullptr;
  for (const auto& [id, track] : tracks_) {
    if (track->first() > now || !is_told(*track, now)) continue;
    if (found != nullptr) return nullptr;
    found = track.get();
  }
  return found;
}

std::vector<model::RecordingPlace> Tracks::places(std::uint64_t recording, base::WallTime moment,
                                                  base::WallTime now) const {
  std::vector<model::RecordingPlace> places;
  for (int depth = 0; recording != 0 && depth < kMostDepth; ++depth) {
    const auto known = known_.find(recording);
    if (known == known_.end()) break;
    const Known& each = known->second;
    const Track* track = shown(recording, now);
    if (each.started <= moment && track != nullptr) {
      places.push_back({track->facts().recording_id, moment.ms() - each.started.ms()});
    }
    recording = each.outer;
  }
  return places;
}

bool Tracks::over(Command& command) {
  for (const auto& [id, track] : tracks_) {
    if (const auto over = track->over(command)) return *over;
  }
  return true;
}

std::optional<base::WallTime> Tracks::unseen() const {
  std::optional<base::WallTime> first;
  for (const auto& [id, track] : tracks_) {
    const auto each = track->unseen();
    if (each.has_value() && (!first.has_value() || *each < *first)) first = each;
  }
  return first;
}

std::size_t Tracks::held() const {
  std::size_t sum = 0;
  for (const auto& [id, track] : tracks_) sum += track->held();
  return sum;
}

}  // namespace auweave::correlate
