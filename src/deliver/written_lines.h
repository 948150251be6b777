// WrittenLines: the lines at the end of a file. A writer that makes its last documents again after
// a crash looks the documents up in a WrittenLines, which is a value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.h"

namespace auweave::deliver {

class WrittenLines {
 public:
  // Returns the lines in the last kMost bytes of a file. Cuts a half line at the end off the file
  // if the half line begins as a document does, with "{". Returns no lines if `path` does not exist
  // or is no regular file. Error (io): the file cannot be read or cut.
  static base::Result<WrittenLines> at_end_of(const std::string& path);
  // Adds the lines of another file.
  void add(WrittenLines&& more) { lines_.merge(more.lines_); }

  [[nodiscard]] bool has(std::string_view line) const;
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  void forget() { lines_ = {}; }

  // Number of bytes at the end of a file whose lines are looked up: pipeline::Feed notes five times
  // a second how far a writer has written, and between two notes a writer never writes kMost bytes.
  static constexpr std::uint64_t kMost = 32UL * 1024 * 1024;

 private:
  std::unordered_set<std::uint64_t> lines_;  // hashes of the lines
};

}  // namespace auweave::deliver
