// nearest: what somebody probably meant who wrote a name that there is not.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::base {

// The known names that are a slip away: other case or separators, or few letters changed, added,
// missing or swapped (one in three), or one cut off. The closest ones, at most three.
[[nodiscard]] std::vector<std::string_view> nearest(std::string_view name,
                                                    std::span<const std::string_view> known);

// "; did you mean 'a' or 'b'?", or "; known: a, b, c" where nothing is near.
[[nodiscard]] std::string meant(std::string_view name, std::span<const std::string_view> known);

}  // namespace auweave::base
