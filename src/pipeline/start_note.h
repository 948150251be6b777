// StartNote: where the inputs were some time ago, for a start that has nothing else: the spool is lost, and
// what is in Kafka tells how far that goes (deliver::Checkpoint). It is of long enough before that what waited
// for others to come is woven again: documents of that time come twice. A value.
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

std::string encoded(StartNote note);
// Nothing: it is damaged, or of another version.
std::optional<StartNote> start_note_of(std::string_view bytes);

// Notes of the last seconds. `Clock` is the machine's: what waits, waits that long at most on a host where
// something happens.
class StartNotes {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kAge{15};
  static constexpr std::chrono::seconds kEvery{1};

  [[nodiscard]] bool due(Clock::time_point now) const {
    return notes_.empty() || now - notes_.back().made >= kEvery;
  }
  void add(Clock::time_point now, std::string note);
  // The newest that is old enough, or the oldest; "" without any.
  [[nodiscard]] const std::string& oldest() const;

 private:
  struct Made {
    Clock::time_point made;
    std::string note;
  };
  std::deque<Made> notes_;
};

}  // namespace auweave::pipeline
