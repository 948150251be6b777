// Tracks: the recordings of one session that left chunks, and which recording is inside which. If
// several recordings show the same output, commands are made from the outermost recording. A Tracks
// runs on one thread.
//
// Whether a recording left chunks must depend on time alone: a recording whose first chunk is later
// than `now` has left none yet.
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
  // `commands` must outlive the tracks.
  explicit Tracks(Commands& commands) : commands_(commands) {}

  void add(model::TtyChunk chunk, model::Voucher voucher, TrackFacts facts);
  // Disowned: chunks of a recording that are not believed.
  struct Disowned {
    base::WallTime since;    // time of the chunk that contradicted another one
    std::uint64_t from = 0;  // lowest number of these chunks
    bool of_all = false;     // false: of those that nobody is sure of

    template <typename Archive>
    void state(Archive& archive) {
      archive(since, from, of_all);
    }
  };
  void disown(const std::string& recording_id, const Disowned& disowned);
  // True if a chunk is disowned that showed the command, or, if none did, if the command began since
  // a recording around it is disowned. `places` are the places of the command's start.
  [[nodiscard]] bool is_disowned(const Command& command,
                                 const std::vector<model::RecordingPlace>& places) const;
  // Notes that a recorder was executed. `serial` names the recorder's recording, which is inside
  // the recording `outer` (0: no recording). Rows before the recording's first prompt are output of
  // `command`.
  void started(std::uint64_t serial, base::WallTime time, std::uint64_t outer,
               const CommandNumber& command);

  // Returns the track with the earliest next step, or null if no track has a step.
  [[nodiscard]] Track* next() const;
  void step(Track& track, base::WallTime now) { track.step(is_told(track, now)); }
  void rest();
  void finish(base::WallTime now);

  // Returns the track whose lines explain what a process in `recording` does, or null.
  [[nodiscard]] Track* leading(std::uint64_t recording, base::WallTime now) const;
  // Returns the track with the last line that was entered before `time`, or null.
  [[nodiscard]] Track* latest(base::WallTime time, base::WallTime now) const;
  // Returns the track that is told, if there is one alone, or null.
  [[nodiscard]] Track* only(base::WallTime now) const;
  // Returns the places of `moment` in `recording` and in the recordings around it, innermost first.
  [[nodiscard]] std::vector<model::RecordingPlace> places(std::uint64_t recording,
                                                          base::WallTime moment,
                                                          base::WallTime now) const;
  // Returns whether the command, whose prompt is back, is over.
  [[nodiscard]] bool over(Command& command);
  [[nodiscard]] std::size_t held() const;
  // Returns the time from which on prompts were not seen in a recording of the session, or no time.
  [[nodiscard]] std::optional<base::WallTime> unseen() const;

  // Largest number of times that chunks of a recording are disowned, each time from a lower number.
  static constexpr std::size_t kMostDisowned = 64;

  template <typename Archive>
  void state(Archive& archive) {
    archive(known_, disowned_);
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
    CommandNumber command;

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
  std::map<std::uint64_t, Known> known_;  // recordings by the serial of the recorder's execve
  std::map<std::string, std::unique_ptr<Track>> tracks_;   // tracks by their recording_id
  std::map<std::string, std::vector<Disowned>> disowned_;  // by recording_id
};

}  // namespace auweave::correlate
