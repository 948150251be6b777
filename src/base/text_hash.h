// TextHash: a hash with which a hashed container of std::string finds a string_view.
#pragma once

#include <functional>
#include <string_view>

namespace auweave::base {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

}  // namespace auweave::base
