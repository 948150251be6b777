// Tracks: the recordings of a session that are told, as lines to which happenings belong, and which of
// them a happening is in. Internal to story/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "screen/shown_lines.h"
#include "story/draft.h"
#include "story/session_story.h"

namespace auweave::story {

// A recording that is told: those inside of it are shown in it, too.
struct Track {
  std::string id;
  const RecordingStory* recording = nullptr;
  std::vector<std::size_t> lines;       // drafts, by time
  std::vector<screen::ShownLine> rows;  // that no line made

  void play_from(Entry& entry) const;
};

class Tracks {
 public:
  // Takes the recordings' text; adds a draft for each line.
  Tracks(SessionStory& session, std::vector<Draft>& drafts);

  // By its process's ancestors, else the recording its event names. Null: it is in none.
  Track* of(const Happening& happening);
  // This pid is another process now.
  void forget(std::int64_t pid) { recorded_.erase(pid); }
  std::map<std::string, Track>& all() { return tracks_; }

 private:
  [[nodiscard]] std::string outer_of(const std::string& id) const;
  void add(const std::string& id, RecordingStory& recording, std::vector<Draft>& drafts);
  [[nodiscard]] std::string recording_by(const Happening& recorder) const;
  Track* at(base::WallTime time);

  const SessionStory& session_;
  std::map<std::string, Track> tracks_;           // by recording_id
  std::map<std::int64_t, std::string> recorded_;  // pid: recording it is inside of
};

}  // namespace auweave::story
