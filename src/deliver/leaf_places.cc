#include "deliver/leaf_places.h"

#include <utility>

namespace auweave::deliver {

LeafPlaces::LeafPlaces(LeafPlace kept) : kept_next_(kept.next), last_(std::move(kept)) {
  if (last_.next > 0) --last_.next;
}

// Asked again for a document that the carrier did not take.
bool LeafPlaces::counts_apart(std::uint64_t entry, bool roomy) const {
  if (broken_.has_value() && entry >= *broken_) return false;
  return !torn_ || (roomy && !broken_.has_value() && entry > last_broken_);
}

void LeafPlaces::add(const LeafPlace& sent, std::uint64_t lowest) {
  while (!starts_.empty() && starts_.front().next < lowest) starts_.pop_front();
  const std::uint64_t entry = sent.next;
  const bool goes_on = sent.last.log == last_.last.log;
  // Entries between had no document. The next time they may have one: one that was dropped, or of another
  // mapping.
  if (!goes_on && entry > last_.next + 1) starts_.push_back({entry - 1, {}, 0});
  if (entry != last_.next) {
    LeafPlace before = sent;
    if (before.last.number > 0) --before.last.number;
    starts_.push_back(std::move(before));
  }
  last_ = sent;
  torn_ = sent.last.log.empty();
  if (torn_) broken_.reset();
}

LeafPlace LeafPlaces::at(std::uint64_t next) const {
  const auto found =
      std::lower_bound(starts_.begin(), starts_.end(), next,
                       [](const LeafPlace& start, std::uint64_t n) { return start.next < n; });
  LeafPlace place = found == starts_.end() ? last_ : *found;
  if (broken_.has_value() && next > *broken_) place = {};
  place.next = next;
  return place;
}

}  // namespace auweave::deliver
