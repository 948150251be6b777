// WrittenLines: the lines that a file ends with, for a writer that died and makes its last documents again. A
// value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.h"

namespace auweave::deliver {

class WrittenLines {
 public:
  // Of the last kMost bytes. A half line at the end is cut off the file, if it is of a document. Nothing, when
  // there is no such file. Errors (io).
  static base::Result<WrittenLines> at_end_of(const std::string& path);
  // And those of another.
  void add(WrittenLines&& more) { lines_.merge(more.lines_); }

  [[nodiscard]] bool has(std::string_view line) const;
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  void forget() { lines_ = {}; }

  // A writer notes five times a second what it has written (pipeline::Feed); so much is never between.
  static constexpr std::uint64_t kMost = 32UL * 1024 * 1024;

 private:
  std::unordered_set<std::uint64_t> lines_;  // hashes
};

}  // namespace auweave::deliver
