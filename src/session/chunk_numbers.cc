#include "session/chunk_numbers.h"

#include <algorithm>

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

bool holds(const ChunkGap& gap, std::uint64_t number) {
  return gap.first <= number && number <= gap.last;
}

std::vector<ChunkGap>::iterator find(std::vector<ChunkGap>& gaps, std::uint64_t number) {
  return std::find_if(gaps.begin(), gaps.end(),
                      [&](const ChunkGap& gap) { return holds(gap, number); });
}

// Removes one number from the gap that has it. Returns false if no gap has the number.
bool fill(std::vector<ChunkGap>& gaps, std::uint64_t number) {
  const auto gap = find(gaps, number);
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
    if (fill(gaps_, number)) return Came::fresh;
    const auto gap = find(lost_, number);
    const bool came = std::any_of(late_.begin(), late_.end(),
                                  [&](const Late& late) { return late.number == number; });
    if (gap == lost_.end() || came) return Came::again;
    late_.push_back({number, time});
    if (late_.size() > kMostGaps) {
      fill(lost_, late_.front().number);
      late_.erase(late_.begin());
    }
    return Came::fresh;
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

std::optional<ChunkGap> ChunkNumbers::take_overdue(std::uint64_t number, base::WallTime time) {
  const auto found = find(gaps_, number);
  if (found == gaps_.end() || time <= found->time) return std::nullopt;
  const ChunkGap gap = *found;
  gaps_.erase(found);
  insert(lost_, gap);
  return gap;
}

std::uint64_t ChunkNumbers::lost(std::optional<base::WallTime> end) const {
  const auto counts = [&](base::WallTime time) { return !end.has_value() || time <= *end; };
  std::uint64_t sum = 0;
  for (const ChunkGap& gap : lost_) {
    if (!counts(gap.time)) continue;
    const auto came = std::count_if(late_.begin(), late_.end(), [&](const Late& late) {
      return holds(gap, late.number) && counts(late.time);
    });
    sum += gap.last - gap.first + 1 - static_cast<std::uint64_t>(came);
  }
  return sum;
}

}  // namespace auweave::session
