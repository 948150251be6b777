// StartNote: the places of the inputs some time ago, kept in a sink's checkpoint
// (deliver::Checkpoint). A plugin whose spool is lost starts from the StartNote. A StartNote is old
// enough that everything that still waited in the weaver is read and woven again, so documents of
// the time since the StartNote come twice. A StartNote is a value.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/state.h"
#include "base/wall_time.h"
#include "pipeline/source_place.h"

namespace auweave::pipeline {

struct StartNote {
  base::WallTime audit;  // the latest time of the audit trail
  SourcePlaces places;

  template <typename Archive>
  void state(Archive& archive) {
    archive(audit, places);
  }
};

// Returns the bytes of a note: a version, then the note.
std::string encoded(const StartNote& note);
// Returns the note, or nothing if the bytes are damaged or of another version.
std::optional<StartNote> start_note_of(std::string_view bytes);

// StartNotes: the notes of the last seconds. The age kAge is longer than anything waits in the
// weaver on a host where something happens.
class StartNotes {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kAge{15};
  static constexpr std::chrono::seconds kEvery{1};

  [[nodiscard]] bool due(Clock::time_point now) const {
    // True if the newest note is kEvery old, or there is none.
    return notes_.empty() || now - notes_.back().made >= kEvery;
  }
  void add(Clock::time_point now, std::string note);
  // Returns the newest note that is at least kAge old, else the oldest note, else "".
  [[nodiscard]] const std::string& oldest() const;

 private:
  struct Made {
    Clock::time_point made;
    std::string note;
  };
  std::deque<Made> notes_;
};

}  // namespace auweave::pipeline
