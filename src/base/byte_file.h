// ByteFile: the bytes of a file or a descriptor, inflated when it begins as gzip does. A file may grow:
// what comes behind its end is read by later calls. The only user of zlib. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::base {

class ByteFile {
 public:
  static constexpr std::size_t kBlock = 256UL * 1024;

  // `block`: bytes a read(2). Errors (io) name the file.
  static Result<ByteFile> open(const std::string& path, std::size_t block = kBlock);
  static ByteFile adopt(UniqueFd fd, std::string name, std::size_t block = kBlock);

  ByteFile(ByteFile&&) noexcept;
  ByteFile& operator=(ByteFile&&) noexcept;
  ~ByteFile();

  // Appends some bytes to `out`, by one read(2): a line that is there is never kept waiting for a full
  // block. False: there are no more now. Error (io): it cannot be read further (damaged gzip, too).
  Result<bool> read(std::string& out);

  // It is gzip, and a member was begun and is not whole: were this the end of the file, it would be
  // cut.
  [[nodiscard]] bool inside_gzip() const;
  // It is gzip, and what was read ends with a whole member.
  [[nodiscard]] bool gzip_ended() const;
  [[nodiscard]] const std::string& name() const;
  // Bytes taken from the descriptor so far, and the file's size when it was opened (0 for a pipe).
  [[nodiscard]] std::uint64_t consumed() const;
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct State;
  explicit ByteFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::base
