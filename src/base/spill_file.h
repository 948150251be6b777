// SpillFile: bytes put aside in a temporary file that has no name and goes with its owner, for what
// is too much to hold in memory. One owner, one thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auweave::base {

class SpillFile {
 public:
  struct Block {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
  };

  // Where tmpfile(3) puts it: /tmp. Error (io): there is no room for one.
  static Result<SpillFile> create();

  // Error (io): the disk is full.
  Result<Block> append(std::string_view bytes);
  Result<std::string> read(const Block& block);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit SpillFile(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t size_ = 0;
};

}  // namespace auweave::base
