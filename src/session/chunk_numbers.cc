#include "session/chunk_numbers.h"

#include <algorithm>
#include <numeric>

namespace auweave::session {
namespace {

void insert(std::vector<ChunkGap>& gaps, const ChunkGap& gap) {
  const auto at = std::find_if(gaps.begin(), gaps.end(),
                               [&](const ChunkGap& each) { return each.first > gap.first; });
  gaps.insert(at, gap);
  if (gaps.size() <= ChunkNumbers::kMostGaps) return;
  gaps[1].first = gaps[0].first;
  gaps.erase(gaps.begin());
}

// Takes one number out of the gap it is in; false: it is in none.
bool fill(std::vector<ChunkGap>& gaps, std::uint64_t number) {
  const auto gap = std::find_if(gaps.begin(), gaps.end(), [&](const ChunkGap& each) {
    return each.first <= number && number <= each.last;
  });
  if (gap == gaps.end()) return false;
  const ChunkGap before{gap->first, number - 1, gap->time};
  gap->first = number + 1;
  if (gap->first > gap->last) gaps.erase(gap);
  if (before.first <= before.last) insert(gaps, before);
  return true;
}

}  // namespace

ChunkNumbers::Came ChunkNumbers::note(std::uint64_t number, base::WallTime time) {
  if (number < next_) {
    const bool missing = fill(gaps_, number) || fill(lost_, number);
    return missing ? Came::fresh : Came::again;
  }
  const bool gap = number > next_;
  if (gap) insert(gaps_, {next_, number - 1, time});
  next_ = number + 1;
  return gap ? Came::after_a_gap : Came::fresh;
}

std::vector<ChunkGap> ChunkNumbers::take_gaps(const base::WallTime* until) {
  std::vector<ChunkGap> taken;
  std::erase_if(gaps_, [&](const ChunkGap& gap) {
    const bool over = until == nullptr || gap.time < *until;
    if (over) taken.push_back(gap);
    return over;
  });
  for (const ChunkGap& gap : taken) insert(lost_, gap);
  return taken;
}

std::uint64_t ChunkNumbers::lost() const {
  return std::accumulate(
      lost_.begin(), lost_.end(), std::uint64_t{0},
      [](std::uint64_t sum, const ChunkGap& gap) { return sum + (gap.last - gap.first + 1); });
}

}  // namespace auweave::session
