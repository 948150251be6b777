// SpillFile: a temporary file for data that are too large for memory. The file of a SpillFile has
// no name, and the system removes the file when the SpillFile is destroyed. One owner, one thread.
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

  // Creates the file in /tmp (tmpfile(3)). Error (io): the temporary file cannot be created.
  static Result<SpillFile> create();

  // Error (io): bytes of the block or of an earlier block cannot be written, as on a full disk.
  Result<Block> append(std::string_view bytes);
  // Error (io): the block cannot be read.
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
