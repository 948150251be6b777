// BoundedMap: a map with a largest number of entries. When a BoundedMap is full, a new entry evicts
// the least recently used entry. A BoundedMap can be moved and saved, but not copied. A value; one
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

namespace auweave::base {

template <typename Key, typename Value, typename Hash = std::hash<Key>>
class BoundedMap {
 public:
  struct Entry {
    Key key{};
    Value value{};

    template <typename Archive>
    void state(Archive& archive) {
      archive(key, value);
    }
  };

  explicit BoundedMap(std::size_t most) : most_(most) {}
  // A BoundedMap is not copied, because its index holds iterators into its list.
  BoundedMap(const BoundedMap&) = delete;
  BoundedMap& operator=(const BoundedMap&) = delete;
  BoundedMap(BoundedMap&&) noexcept = default;
  BoundedMap& operator=(BoundedMap&&) noexcept = default;
  ~BoundedMap() = default;

  // Looks up the entry of `key` without making it the youngest entry. Returns null if the map has
  // no entry of `key`.
  [[nodiscard]] const Value* find(const Key& key) const {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &found->second->value;
  }
  [[nodiscard]] Value* find(const Key& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &found->second->value;
  }
  // Looks up the entry of `key` and makes it the youngest entry. Returns null if the map has no
  // entry of `key`. The returned pointer stays valid until the entry is evicted or taken.
  Value* use(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->value;
  }
  // Sets the value of a key, and makes its entry the youngest entry. If the map is full, a new key
  // evicts the oldest entry.
  Value& enter(const Key& key, Value value = {}) {
    if (Value* known = use(key)) return *known = std::move(value);
    while (entries_.size() >= most_) take_oldest();
    entries_.push_front({key, std::move(value)});
    index_.emplace(key, entries_.begin());
    return entries_.front().value;
  }
  // Removes and returns the entry of a key. Returns no entry if the map does not have the key.
  std::optional<Entry> take(const Key& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? std::nullopt : std::optional(take_at(found->second));
  }
  std::optional<Entry> take_oldest() {
    return entries_.empty() ? std::nullopt : std::optional(take_at(std::prev(entries_.end())));
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  // Returns all entries of the map, the youngest entry first.
  [[nodiscard]] const std::list<Entry>& entries() const { return entries_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(entries_);
    if constexpr (Archive::kLoads) {
      index_.clear();
      for (auto at = entries_.begin(); at != entries_.end(); ++at) {
        if (!index_.emplace(at->key, at).second) return archive.fail();
      }
      if (entries_.size() > most_) archive.fail();
    }
  }

 private:
  Entry take_at(typename std::list<Entry>::iterator at) {
    Entry entry = std::move(*at);
    index_.erase(entry.key);
    entries_.erase(at);
    return entry;
  }

  std::size_t most_;
  std::list<Entry> entries_;  // the youngest entry first
  std::unordered_map<Key, typename std::list<Entry>::iterator, Hash> index_;
};

}  // namespace auweave::base
