// Sources: the inputs of a weaver, by number: the name that a person knows each by, and the time of the last line or
// chunk that was understood, which dates a deadletter. A value of the weaver's; one thread.
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
  // Returns the number of the new source; numbers count from 0.
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

  // The sources themselves are set up anew by whoever loads; their number is the same then.
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
