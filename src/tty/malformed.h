// What the readers of recordings' files share: the Error of a malformed file, and the bounds of a
// terminal's size. Only tty/ uses malformed.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::tty {

inline base::Error wrong(std::string_view what) {
  return {base::ErrorKind::parse, std::string(what)};
}

constexpr std::int64_t kMostCells = 65'535;  // struct winsize

// Returns a terminal's rows or columns, or nothing if no terminal has so many.
inline std::optional<int> cells(std::optional<std::int64_t> count) {
  if (!count.has_value() || *count < 1 || *count > kMostCells) return std::nullopt;
  return static_cast<int>(*count);
}

}  // namespace auweave::tty
