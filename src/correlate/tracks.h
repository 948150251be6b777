// Tracks: the recordings of one session that left chunks, and which recording is inside which. If
// several recordings show the same output, commands are made from the outermost recording. A Tracks
// runs on one thread.
//
// Whether a recording left chunks must depend on time alone: a recording whose first chunk is later
// than `now` has left none yet.
//
// A recording whose chunks are read is live. At most kMostLive are, with kMostCells of their
// emulators: above that the recording that was read least recently is let go, with the commands that
// only its prompts could end (Command::let_go). What comes of it later is read anew.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bounded_map.h"
#include "correlate/moments.h"
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

  // Returns the time of the next step, or no time if no track has a step.
  [[nodiscard]] std::optional<base::WallTime> next();
  // Takes the next step of the track with the earliest one.
  void step(base::WallTime now);
  void rest();
  void finish(base::WallTime now);
  // Lets go of all live recordings, because memory is short.
  void let_go_all();

  // The functions leading(), latest() and only() return a track that the caller may change until it
  // calls next(). leading(): the track whose lines explain what a process in `recording` does, or
  // null.
  [[nodiscard]] Track* leading(std::uint64_t recording, base::WallTime now);
  // Returns the track with the last line that was entered before `time`, or null.
  [[nodiscard]] Track* latest(base::WallTime time, base::WallTime now);
  // Returns the track that is told, if there is one alone, or null.
  [[nodiscard]] Track* only(base::WallTime now);
  // Returns the places of `moment` in `recording` and in the recordings around it, innermost first.
  [[nodiscard]] std::vector<model::RecordingPlace> places(std::uint64_t recording,
                                                          base::WallTime moment,
                                                          base::WallTime now);
  // Returns whether the command, whose prompt is back, is over.
  [[nodiscard]] bool over(Command& command);
  // Returns the bytes of what waits, as counted at the last add(), next() or finish().
  [[nodiscard]] std::size_t held() const { return held_; }
  // Returns the cells of the emulators, as counted when held() is.
  [[nodiscard]] std::int64_t cells() const { return cells_; }
  // Returns the time from which on prompts were not seen in a recording of the session, or no time.
  [[nodiscard]] std::optional<base::WallTime> unseen() const;

  // Largest number of times that chunks of a recording are disowned, each time from a lower number.
  static constexpr std::size_t kMostDisowned = 64;
  // Largest number of recordings with disowned chunks. Above it one of them is forgotten, and all
  // recordings of the session are disowned since its contradiction.
  static constexpr std::size_t kMostDisownedRecordings = 256;

  template <typename Archive>
  void state(Archive& archive) {
    archive(known_, unseen_, disowned_, all_disowned_);
    std::vector<std::string> ids, live;
    for (const auto& [id, entry] : tracks_) ids.push_back(id);
    for (const Entry* entry : used_) live.push_back(entry->id());
    archive(ids, live);
    for (const std::string& id : ids) {
      Entry& entry = tracks_[id];
      if (entry.track == nullptr) entry.track = std::make_unique<Track>(TrackFacts{}, commands_);
      archive(*entry.track);
      if constexpr (Archive::kLoads) enter(entry);
    }
    if constexpr (Archive::kLoads) {
      for (const std::string& id : live) {
        const auto found = tracks_.find(id);
        if (found == tracks_.end()) return archive.fail();
        use(found->second);
      }
      settle();
    }
  }

  static constexpr std::size_t kMostLive = 64;
  static constexpr std::int64_t kMostCells = 512L * 1024;
  // Largest number of recorders whose execve is remembered: the least recently used one is forgotten.
  static constexpr std::size_t kMostKnown = 1024;

 private:
  struct Known {
    base::WallTime started;
    std::uint64_t outer = 0;
    CommandNumber command;
    std::string recording_id;  // of a recording that was let go

    template <typename Archive>
    void state(Archive& archive) {
      archive(started, outer, command, recording_id);
    }
  };
  struct Entry {
    std::unique_ptr<Track> track;
    std::size_t held = 0;                   // as counted in held_
    std::int64_t cells = 0;                 // as counted in cells_
    base::WallTime first;                   // the time of its entry in by_first_
    std::optional<base::WallTime> entered;  // the time of its entry in moments_
    bool touched = false;                   // is in touched_
    bool wakes = false;                     // is in awake_
    bool live = false;                      // is in live_ and used_
    std::list<Entry*>::iterator used = {};

    [[nodiscard]] const std::string& id() const { return track->facts().recording_id; }
  };
  static constexpr int kMostDepth = 64;

  void enter(Entry& entry);
  void note_first(Entry& entry);
  void disown_all();
  Track* touch(Entry* entry);
  void settle();
  void use(Entry& entry);
  void bound();
  void let_go(Entry& entry);
  void forget(Entry& entry);
  [[nodiscard]] Entry* of(std::uint64_t serial) const;
  [[nodiscard]] Entry* shown(std::uint64_t serial, base::WallTime now) const;
  [[nodiscard]] bool is_told(const Track& track, base::WallTime now) const;

  Commands& commands_;
  // Recorders by the serial of their execve.
  base::BoundedMap<std::uint64_t, Known> known_{kMostKnown};
  std::map<std::string, Entry> tracks_;  // by their recording_id
  std::map<std::pair<std::uint64_t, std::string_view>, Entry*> by_serial_;
  std::set<std::tuple<base::WallTime, std::string_view, Entry*>> by_first_;  // by Track::first
  std::map<std::string_view, Entry*> live_;  // by their recording_id
  std::list<Entry*> used_;                   // of live_, the least recently read first
  Moments<std::pair<std::string_view, Entry*>> moments_;
  std::vector<Entry*> touched_;  // may have another moment and size than were entered
  std::vector<Entry*> awake_;    // may have something to give back
  std::size_t held_ = 0;
  std::int64_t cells_ = 0;
  std::optional<base::WallTime> unseen_;                   // of tracks that were let go
  std::map<std::string, std::vector<Disowned>> disowned_;  // by recording_id
  std::optional<Disowned> all_disowned_;                   // of all recordings
};

}  // namespace auweave::correlate
