// Shown, LeftOut: how much recordings show in a second, and how much of it was left out. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/wall_time.h"

namespace auweave::session {

// Shown: the output in the second that was counted last, by the chunks' own times, as
// correlate::Flood counts it.
struct Shown {
  std::int64_t second = 0;  // since the epoch
  std::uint64_t bytes = 0;

  template <typename Archive>
  void state(Archive& archive) {
    archive(second, bytes);
  }
};

// LeftOut: how much of what the recordings of a session showed was left out (correlate::Flood).
class LeftOut {
 public:
  void add(base::WallTime time, std::uint64_t bytes);
  // Returns the bytes shown up to `end`, or all of them. Of more than kMostLatest chunks behind `end`
  // the first ones count as shown before it.
  [[nodiscard]] std::uint64_t bytes(std::optional<base::WallTime> end) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(bytes_, latest_);
  }

  static constexpr std::size_t kMostLatest = 64;

 private:
  struct Chunk {
    base::WallTime time;
    std::uint64_t bytes = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(time, bytes);
    }
  };
  std::uint64_t bytes_ = 0;
  std::vector<Chunk> latest_;
};

}  // namespace auweave::session
