// ChunkNumbers: which chunks of a recording have come. They count from 1 without gaps (tlog's `id`;
// 867 of 867 in our captures), so a missing number is a chunk that was lost. A value; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/wall_time.h"

namespace auweave::session {

// Chunks first..last never came; a later one did.
struct ChunkGap {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  base::WallTime time;  // of the chunk that showed it

  template <typename Archive>
  void state(Archive& archive) {
    archive(first, last, time);
  }
};

class ChunkNumbers {
 public:
  // `first`: the lowest number that can be missed (1 where the recording's start was seen, else the
  // number of the first chunk that came).
  explicit ChunkNumbers(std::uint64_t first = 1) : first_(first), next_(first) {}

  [[nodiscard]] std::uint64_t first() const { return first_; }

  enum class Came { fresh, after_a_gap, again };
  // `again`: a chunk of that number came before (or it is below the first). One that was told lost
  // may still come.
  Came note(std::uint64_t number, base::WallTime time);

  // Numbers go with times: a chunk in a gap that is of after the one that showed it does not fill it
  // (somebody wrote that one), and whether it comes before the gap is told depends on which input is
  // read first. Takes that gap, which then is lost whatever the order.
  std::optional<ChunkGap> take_overdue(std::uint64_t number, base::WallTime time);

  // Takes the gaps that nothing has filled, of chunks before `time`; `until` null: all.
  std::vector<ChunkGap> take_gaps(const base::WallTime* until);

  // Chunks of gaps that were taken, and did not come since: by those up to `end`, or by all.
  [[nodiscard]] std::uint64_t lost(std::optional<base::WallTime> end = std::nullopt) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(first_, next_, gaps_, lost_, late_);
  }

  // Above this the two oldest become one: what lies between them counts as lost, too.
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
  std::uint64_t next_;          // all numbers below came, or are in one of these
  std::vector<ChunkGap> gaps_;  // by number
  std::vector<ChunkGap> lost_;  // those that were taken, by number
  std::vector<Late> late_;      // what came of them since
};

}  // namespace auweave::session
