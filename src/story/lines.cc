#include "story/lines.h"

#include <algorithm>

namespace auweave::story {

void Lines::add(const std::string& recording, base::WallTime begins, std::size_t draft) {
  tracks_[recording].emplace_back(begins, draft);
  all_.emplace_back(begins, draft);
}

const Lines::Line* Lines::last(const Track& track, base::WallTime time) {
  const auto after =
      std::upper_bound(track.begin(), track.end(), time,
                       [](base::WallTime t, const Line& line) { return t < line.first; });
  return after == track.begin() ? nullptr : &*std::prev(after);
}

Lines::Moment Lines::at(const Happening& happening) const {
  const Track* track = track_of(happening);
  if (track == nullptr) return {};
  const Line* line = last(*track, happening.time);
  return {true, line == nullptr ? std::nullopt : std::optional(line->second)};
}

std::optional<std::size_t> Lines::before(base::WallTime time, std::int64_t ms) const {
  const Line* line = last(all_, time);
  if (line == nullptr || time.ms() - line->first.ms() > ms) return std::nullopt;
  return line->second;
}

const Lines::Track* Lines::track_of(const Happening& happening) const {
  const auto named = tracks_.find(happening.recording_id);
  if (named != tracks_.end()) return &named->second;
  const Track* found = nullptr;
  base::WallTime began;
  for (const auto& [id, track] : tracks_) {
    const auto known = session_.recordings.find(id);
    if (known == session_.recordings.end()) continue;
    const RecordingStory& recording = known->second;
    const bool then =
        recording.began.ms() - kEarlyMs <= happening.time.ms() && happening.time <= recording.ended;
    if (!then || (found != nullptr && recording.began <= began)) continue;
    found = &track;
    began = recording.began;
  }
  return found;
}

std::optional<base::WallTime> Lines::first(const std::string& recording) const {
  const auto track = tracks_.find(recording);
  if (track == tracks_.end()) return std::nullopt;
  return track->second.front().first;
}

}  // namespace auweave::story
