// Lines: the lines typed in each recording of a session, by time. Only story/ uses lines.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "story/entries.h"

namespace auweave::story {

class Lines {
 public:
  // `session` must outlive the Lines.
  explicit Lines(const SessionStory& session) : session_(session) {}

  // Adds a line; lines must come in the order of time. `draft` is the index of the line's entry.
  void add(const std::string& recording, base::WallTime begins, std::size_t draft);

  // Moment: where a happening lies among the typed lines.
  struct Moment {
    bool recorded = false;  // the happening lies in a recording that has lines
    // Index of the entry of the last line entered before the happening; no value if the happening
    // is before the first line.
    std::optional<std::size_t> line;
  };
  // Returns the moment of a happening, in the recording that the happening names. If the happening
  // names no recording with lines, at() uses the recording made at the happening's time.
  [[nodiscard]] Moment at(const Happening& happening) const;
  // Returns the entry of the last line, of any recording, that was entered at most `ms` before
  // `time`, or no value if no line was.
  [[nodiscard]] std::optional<std::size_t> before(base::WallTime time, std::int64_t ms) const;
  // Returns the time at which the first line of a recording begins, or no time if the recording has
  // no lines.
  [[nodiscard]] std::optional<base::WallTime> first(const std::string& recording) const;

 private:
  using Line = std::pair<base::WallTime, std::size_t>;
  using Track = std::vector<Line>;
  [[nodiscard]] static const Line* last(const Track& track, base::WallTime time);
  [[nodiscard]] const Track* track_of(const Happening& happening) const;

  const SessionStory& session_;
  std::map<std::string, Track> tracks_;  // by recording_id
  Track all_;
};

}  // namespace auweave::story
