// ChunkNumbers: the numbers of the chunks of a recording that have come. Chunks count from 1
// without gaps (tlog's `id`; 867 of 867 in our captures), so a missing number is a lost chunk. A
// ChunkNumbers is a value for one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/wall_time.h"

namespace auweave::session {

// ChunkGap: the numbers first..last of chunks that have not come although a later chunk has come.
struct ChunkGap {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  base::WallTime time;  // time of the chunk that showed the gap

  template <typename Archive>
  void state(Archive& archive) {
    archive(first, last, time);
  }
};

class ChunkNumbers {
 public:
  // `first` is the lowest number that can be missing. `first` is 1 if the recording's start was
  // seen, otherwise the number of the first chunk that came.
  explicit ChunkNumbers(std::uint64_t first = 1) : first_(first), next_(first) {}

  [[nodiscard]] std::uint64_t first() const { return first_; }

  enum class Came { fresh, after_a_gap, again };
  // Notes a chunk, and returns `again` if a chunk of this number came before, or if the number is
  // below `first`. A chunk that comes after it was reported as lost is `fresh`.
  Came note(std::uint64_t number, base::WallTime time);

  // Takes the gap that has `number`, if `time` is later than the chunk that showed the gap. Numbers
  // and times of a recorder's chunks rise together, so somebody else wrote a chunk that is too late
  // for its number, and the gap is lost. Taking the gap at once keeps the result independent of the
  // order in which inputs are read.
  std::optional<ChunkGap> take_overdue(std::uint64_t number, base::WallTime time);

  // Takes the unfilled gaps that chunks before `until` showed, or all gaps if `until` is null.
  std::vector<ChunkGap> take_gaps(const base::WallTime* until);

  // Returns the number of chunks in taken gaps that have not come since. With `end` only gaps and
  // chunks up to `end` count.
  [[nodiscard]] std::uint64_t lost(std::optional<base::WallTime> end = std::nullopt) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(first_, next_, gaps_, lost_, late_);
  }

  // Largest number of gaps of a recording. Above kMostGaps the two oldest gaps become one, and the
  // chunks between the two gaps count as lost, too.
  static constexpr std::size_t kMostGaps = 64;

 private:
  struct Late {
    std::uint64_t number = 0;
    base::WallTime time;

    template <typename Archive>
    void state(Archive& archive) {
      archive(number, time);
    }
  };
  std::uint64_t first_;
  std::uint64_t next_;          // every number below next_ came, or is in a gap
  std::vector<ChunkGap> gaps_;  // gaps that were not taken, by number
  std::vector<ChunkGap> lost_;  // gaps that were taken, by number
  std::vector<Late> late_;      // chunks of lost_ that came since
};

}  // namespace auweave::session
