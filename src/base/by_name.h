// ByName: values by name, of the names used last. A stream of records names the same host again and
// again, so the value used last is found without a look at the map. A ByName can be moved
// and saved, but not copied. A value; one thread.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>

#include "base/bounded_map.h"

namespace auweave::base {

template <typename Value>
class ByName {
 public:
  using Map = BoundedMap<std::string, Value>;

  explicit ByName(std::size_t most) : map_(most) {}

  // Returns the value of `name`, made if there is none. If the map is full, the name used longest ago
  // is forgotten. The reference is valid until the next call of at().
  Value& at(std::string_view name) {
    if (last_ != nullptr && last_name_ == name) return *last_;
    last_name_ = name;
    last_ = map_.use(last_name_);
    if (last_ == nullptr) last_ = &map_.enter(last_name_);
    return *last_;
  }
  // Returns the value of `name`, or null.
  [[nodiscard]] const Value* find(const std::string& name) const { return map_.find(name); }
  [[nodiscard]] std::size_t size() const { return map_.size(); }
  // Returns all names with their values, the name used last first.
  [[nodiscard]] const std::list<typename Map::Entry>& entries() const { return map_.entries(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(map_);
    if constexpr (Archive::kLoads) last_ = nullptr;
  }

 private:
  Map map_;
  Value* last_ = nullptr;  // of last_name_
  std::string last_name_;
};

}  // namespace auweave::base
