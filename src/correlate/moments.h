// Moments: the next moments of many things, with at most one entry a thing. The owner of the things
// keeps the time of a thing's entry. An entry may be earlier than the thing's moment, but never
// later: the owner corrects an early entry when it is the first one. So a thing whose moment is put
// off again and again costs nothing until the moment that it had first. A value for one thread.
#pragma once

#include <optional>
#include <set>
#include <utility>

#include "base/wall_time.h"

namespace auweave::correlate {

// Key: identifies a thing, and orders the things that have one moment.
template <typename Key>
class Moments {
 public:
  using Entry = std::pair<base::WallTime, Key>;

  // Sets the entry of a thing. `entered` is the time of the thing's entry before, and afterwards.
  void set(const Key& key, std::optional<base::WallTime>& entered,
           std::optional<base::WallTime> moment) {
    if (entered == moment) return;
    auto node = entered.has_value() ? entries_.extract({*entered, key}) : typename Set::node_type();
    entered = moment;
    if (!moment.has_value()) return;
    if (node.empty()) {
      entries_.emplace(*moment, key);
    } else {
      node.value().first = *moment;
      entries_.insert(std::move(node));
    }
  }
  // Enters the moment of a thing that changed, if the thing's entry would be too late.
  void note(const Key& key, std::optional<base::WallTime>& entered,
            std::optional<base::WallTime> moment) {
    const bool earlier = moment.has_value() && (!entered.has_value() || *moment < *entered);
    if (earlier) set(key, entered, moment);
  }

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] const Entry& first() const { return *entries_.begin(); }
  // Returns all entries, the earliest first.
  [[nodiscard]] const std::set<Entry>& entries() const { return entries_; }
  void clear() { entries_.clear(); }

 private:
  using Set = std::set<Entry>;
  Set entries_;
};

}  // namespace auweave::correlate
