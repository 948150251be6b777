// Lines: what was typed in each recording of a session, by time. Internal to story/.
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
  // Outlives it.
  explicit Lines(const SessionStory& session) : session_(session) {}

  // In the order of time. `draft` is the line's entry.
  void add(const std::string& recording, base::WallTime begins, std::size_t draft);

  struct Moment {
    bool recorded = false;  // in a recording that has lines
    std::optional<std::size_t>
        line;  // the last one entered before; nothing: it is before the first
  };
  // In the recording that the happening names, else in the one that was made then.
  [[nodiscard]] Moment at(const Happening& happening) const;
  // The last line of all recordings that was entered at most `ms` before; nothing: none was.
  [[nodiscard]] std::optional<std::size_t> before(base::WallTime time, std::int64_t ms) const;
  // When the first line of a recording begins; nothing: it has none.
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
