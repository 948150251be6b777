// Tracks: the recordings of one session that left chunks, which is inside which, and which of several that
// show the same is the one that commands are made of: the outermost. A value but for the emulators; one
// owner, one thread.
//
// Whether a recording left chunks may depend on nothing but time: one whose first chunk is later than
// `now` has left none yet.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "correlate/track.h"

namespace auweave::correlate {

class Tracks {
 public:
  // `commands` outlives it.
  explicit Tracks(Commands& commands) : commands_(commands) {}

  void add(model::TtyChunk chunk, TrackFacts facts);
  // A recorder was executed: `serial` names its recording, which is inside of `outer` (0: of none), and
  // what it shows before any prompt is the output of `command`.
  void started(std::uint64_t serial, base::WallTime time, std::uint64_t outer,
               const base::Digest& command);

  // The one with the next piece; null: all pieces that came were read.
  [[nodiscard]] Track* next() const;
  void step(Track& track, base::WallTime now) { track.step(is_told(track, now)); }
  void rest();
  void finish(base::WallTime now);

  // The track whose lines explain what a process in this recording does; null: none.
  [[nodiscard]] Track* leading(std::uint64_t recording, base::WallTime now) const;
  // The one at which the last line before `time` was entered; null: none.
  [[nodiscard]] Track* latest(base::WallTime time, base::WallTime now) const;
  // Where a moment is in this recording and in those around it, innermost first.
  [[nodiscard]] std::vector<model::RecordingPlace> places(std::uint64_t recording,
                                                          base::WallTime moment,
                                                          base::WallTime now) const;
  // The prompt behind a command is back: is it over?
  [[nodiscard]] bool over(Command& command);
  [[nodiscard]] std::size_t held() const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(known_);
    std::vector<std::string> ids;
    for (const auto& [id, track] : tracks_) ids.push_back(id);
    archive(ids);
    for (const std::string& id : ids) {
      std::unique_ptr<Track>& track = tracks_[id];
      if (track == nullptr) track = std::make_unique<Track>(TrackFacts{}, commands_);
      archive(*track);
    }
  }

 private:
  struct Known {
    base::WallTime started;
    std::uint64_t outer = 0;
    base::Digest command{};

    template <typename Archive>
    void state(Archive& archive) {
      archive(started, outer, command);
    }
  };
  static constexpr int kMostDepth = 64;
  [[nodiscard]] Track* of(std::uint64_t serial) const;
  [[nodiscard]] Track* shown(std::uint64_t serial, base::WallTime now) const;
  [[nodiscard]] bool is_told(const Track& track, base::WallTime now) const;

  Commands& commands_;
  std::map<std::uint64_t, Known> known_;                  // by serial
  std::map<std::string, std::unique_ptr<Track>> tracks_;  // by recording_id
};

}  // namespace auweave::correlate
