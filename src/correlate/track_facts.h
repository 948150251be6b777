// TrackFacts: which recording a Track reads, a value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/wall_time.h"

namespace auweave::correlate {

struct TrackFacts {
  std::string recording_id;
  std::string rec;
  // Serial of the recorder's execve; 0: no record vouches for the recording.
  std::uint64_t serial = 0;
  base::WallTime started;             // time of the recorder's execve, or of the first chunk
  std::vector<std::uint64_t> around;  // serials of the outer recordings, innermost first
  bool of_command = false;  // records one command (sudo, script), not a session's terminal

  template <typename Archive>
  void state(Archive& archive) {
    archive(recording_id, rec, serial, started, around, of_command);
  }
};

}  // namespace auweave::correlate
