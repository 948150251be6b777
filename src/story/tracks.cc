#include "story/tracks.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "story/text.h"

namespace auweave::story {
namespace {

// What runs then is the shell's logout files and the recorder's own end.
bool leaves(std::string_view line) {
  return is_command(line, "exit") || is_command(line, "logout");
}

// The pid in a recorder's own name of its recording: BOOT-PID-START, in hex.
std::int64_t pid_of(std::string_view rec) {
  const std::size_t first = rec.find('-');
  const std::size_t second = rec.rfind('-');
  if (first == std::string_view::npos || second <= first) return -1;
  const auto pid = base::parse_unsigned(rec.substr(first + 1, second - first - 1), 16);
  return pid.has_value() ? static_cast<std::int64_t>(*pid) : -1;
}

std::string printable_rows(const std::string& line) {
  std::string rows;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\n', at), line.size());
    rows += (at == 0 ? "" : "\n") + printable(std::string_view(line).substr(at, end - at));
    at = end + 1;
  }
  return rows;
}

}  // namespace

void Track::play_from(Entry& entry) const {
  entry.play_ms = std::max<std::int64_t>(entry.time.ms() - recording->began.ms(), 0);
  entry.recording_id = id;
}

Tracks::Tracks(SessionStory& session, std::vector<Draft>& drafts) : session_(session) {
  for (auto& [id, recording] : session.recordings) {
    if (recording.shown != nullptr && outer_of(id) == id) add(id, recording, drafts);
  }
}

// The recording around it that is told: itself, unless one around it left chunks too.
std::string Tracks::outer_of(const std::string& id) const {
  std::string told = id;
  std::string at = id;
  for (int depth = 0; depth < 16; ++depth) {
    const auto around = session_.inside.find(at);
    if (around == session_.inside.end()) break;
    at = around->second;
    const auto known = session_.recordings.find(at);
    if (known != session_.recordings.end() && known->second.shown != nullptr) told = at;
  }
  return told;
}

void Tracks::add(const std::string& id, RecordingStory& recording, std::vector<Draft>& drafts) {
  Track& track = tracks_[id];
  track.id = id;
  track.recording = &recording;
  for (screen::ShownLine& shown : recording.shown->finish()) {
    if (!shown.prompted.has_value()) {
      track.rows.push_back(std::move(shown));
      continue;
    }
    Draft draft;
    draft.begins =
        std::max(base::WallTime::from_ms(shown.entered.ms() - kEarlyMs), *shown.prompted);
    draft.prompted = shown.prompted;
    draft.entry.time = shown.entered;
    draft.entry.line = printable_rows(shown.line);
    draft.entry.full_screen = shown.full_screen;
    draft.entry.outputs.push_back(std::move(shown.output));
    if (leaves(draft.entry.line)) draft.fold = StepContext::Fold::leaving;
    track.lines.push_back(drafts.size());
    track.play_from(draft.entry);
    drafts.push_back(std::move(draft));
  }
}

// The track of a happening: by its process's ancestors, else the recording its event names.
Track* Tracks::of(const Happening& happening) {
  if (is_recorder(happening)) recorded_[happening.pid] = recording_by(happening);
  auto known = recorded_.find(happening.ppid);
  if (known == recorded_.end()) known = recorded_.find(happening.pid);
  const bool found = known != recorded_.end();
  if (found) recorded_.try_emplace(happening.pid, known->second);
  const auto track = tracks_.find(found ? known->second : happening.recording_id);
  if (track != tracks_.end()) return &track->second;
  return found ? nullptr : at(happening.time);
}

// What a recorder records: its own recording, else (it left no chunk) what it runs in.
std::string Tracks::recording_by(const Happening& recorder) const {
  for (const auto& [id, recording] : session_.recordings) {
    if (recording.source == "sudo" || recording.source == "script") continue;
    if (pid_of(recording.rec) == recorder.pid) return outer_of(id);
  }
  return recorder.recording_id;
}

// Forks leave no record: a process of unknown parents is in the recording that was made then.
Track* Tracks::at(base::WallTime time) {
  Track* found = nullptr;
  for (auto& [id, track] : tracks_) {
    const RecordingStory& recording = *track.recording;
    const bool then = recording.began.ms() - kEarlyMs <= time.ms() && time <= recording.ended;
    if (then && (found == nullptr || recording.began > found->recording->began)) found = &track;
  }
  return found;
}

}  // namespace auweave::story
