// Sources: the weaver's inputs, by number. Each source has a name for people, and the time of its
// last understood line or chunk, which the source's next deadletter gets. A Sources is a value for
// one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/wall_time.h"

namespace auweave::weave {

class Sources {
 public:
  // Adds a source, and returns the source's number, counted from 0.
  std::uint32_t add(std::string name) {
    sources_.push_back({std::move(name), std::nullopt});
    return static_cast<std::uint32_t>(sources_.size() - 1);
  }
  [[nodiscard]] std::size_t size() const { return sources_.size(); }
  [[nodiscard]] const std::string& name(std::uint32_t source) const {
    return sources_.at(source).name;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    names.reserve(sources_.size());
    for (const Source& source : sources_) names.push_back(source.name);
    return names;
  }

  [[nodiscard]] const std::optional<base::WallTime>& last_good(std::uint32_t source) const {
    return sources_.at(source).last_good;
  }
  void note_good(std::uint32_t source, base::WallTime time) {
    sources_.at(source).last_good = time;
  }

  // Saves or loads only the times of the sources. Sources of equal names must be added in equal
  // order before the state is loaded.
  template <typename Archive>
  void state(Archive& archive) {
    for (Source& source : sources_) archive(source.last_good);
  }

 private:
  struct Source {
    std::string name;
    std::optional<base::WallTime> last_good;
  };
  std::vector<Source> sources_;
};

}  // namespace auweave::weave
