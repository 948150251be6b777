// Excerpt: rows of text, of which the first and the last are kept and those between are counted; or
// all of them, put aside in a file. A value; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/spill_file.h"

namespace auweave::screen {

struct Keep {
  std::size_t first = 8;
  std::size_t last = 3;
  base::SpillFile* all = nullptr;  // not null: everything, there
};

class Excerpt {
 public:
  // `goes_on`: the row before it was wrapped, and this is the rest of it.
  void add(std::string text, bool goes_on, const Keep& keep);

  [[nodiscard]] bool empty() const { return rows_ == 0; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
  // Bytes that are missing at the ends of rows too long to keep.
  [[nodiscard]] std::uint64_t cut() const { return cut_; }
  // Before and behind what was left out.
  [[nodiscard]] const std::vector<std::string>& first() const { return first_; }
  [[nodiscard]] const std::deque<std::string>& last() const { return last_; }
  // Between them, where everything was kept: newline-separated, piece by piece.
  [[nodiscard]] const std::vector<base::SpillFile::Block>& spilled() const { return spilled_; }

 private:
  void keep_last(std::string text, const Keep& keep);
  void spill(const Keep& keep);

  std::uint64_t rows_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint64_t cut_ = 0;
  bool kept_ = false;  // the row added last
  std::vector<std::string> first_;
  std::deque<std::string> last_;
  std::vector<base::SpillFile::Block> spilled_;
};

}  // namespace auweave::screen
