// Finds the known names that a mistyped name probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::base {

// Returns at most three known names that are near `name`, all at the smallest distance. A known
// name is near if at most a third of the letters is changed, added, missing or swapped (always one
// letter), or if one name (of at least four letters) is the beginning of the other. Names are
// compared without regard to case and separators.
[[nodiscard]] std::vector<std::string_view> nearest(std::string_view name,
                                                    std::span<const std::string_view> known);

// Returns "; did you mean 'a' or 'b'?" with the nearest names. Returns "; known: a, b, c" if no
// known name is near.
[[nodiscard]] std::string meant(std::string_view name, std::span<const std::string_view> known);

}  // namespace auweave::base
