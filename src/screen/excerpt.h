// Excerpt: the first and the last rows of a text, with the number of rows between that were left
// out. If Keep::all is set, the rows between first and last rows are kept in a spill file. A value;
// one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/spill_file.h"

namespace auweave::screen {

// Keep: how many rows an Excerpt keeps.
struct Keep {
  std::size_t first = 8;
  std::size_t last = 3;
  base::SpillFile* all = nullptr;  // file for the rows between; null: they are left out
};

class Excerpt {
 public:
  // Adds a row. If `goes_on`, the text continues the row before, which was wrapped.
  void add(std::string text, bool goes_on, const Keep& keep);

  [[nodiscard]] bool empty() const { return rows_ == 0; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
  // Returns the number of bytes cut off at the ends of rows longer than 4096 bytes.
  [[nodiscard]] std::uint64_t cut() const { return cut_; }
  // The kept rows are first(), before the rows left out, and last(), behind the rows left out.
  [[nodiscard]] const std::vector<std::string>& first() const { return first_; }
  [[nodiscard]] const std::deque<std::string>& last() const { return last_; }
  // Returns the spill file's blocks with the rows between first() and last(), each row ended by a
  // newline. Returns no blocks if Keep::all is null.
  [[nodiscard]] const std::vector<base::SpillFile::Block>& spilled() const { return spilled_; }

 private:
  void keep_last(std::string text, const Keep& keep);
  void spill(const Keep& keep);

  std::uint64_t rows_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint64_t cut_ = 0;
  bool kept_ = false;  // the row added last was kept
  std::vector<std::string> first_;
  std::deque<std::string> last_;
  std::vector<base::SpillFile::Block> spilled_;
};

}  // namespace auweave::screen
