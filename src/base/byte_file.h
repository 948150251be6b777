// ByteFile: the bytes of a file or of a file descriptor. A file that begins with gzip's magic bytes
// is inflated. The file may grow: a later read() returns the bytes that were appended. ByteFile is
// the only user of zlib. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::base {

class ByteFile {
 public:
  static constexpr std::size_t kBlock = 256UL * 1024;

  // The parameter `block` is the size of one read(2) of the file, in bytes. Opening fails with an
  // Error (io) that names the file.
  static Result<ByteFile> open(const std::string& path, std::size_t block = kBlock);
  static ByteFile adopt(UniqueFd fd, std::string name, std::size_t block = kBlock);
  // Adopts a file of which `offset` bytes, inflated, were read before. A plain file is read from
  // there; of a gzip file the bytes are inflated again. Returns nothing if the file has fewer bytes
  // now. Error (io): as of read().
  static Result<std::optional<ByteFile>> adopt_at(UniqueFd fd, std::string name, std::size_t block,
                                                  std::uint64_t offset);

  ByteFile(ByteFile&&) noexcept;
  ByteFile& operator=(ByteFile&&) noexcept;
  ~ByteFile();

  // Appends bytes to `out` as soon as one read(2) returns some, so a line in a pipe never waits for
  // a full block. Returns false if the file has no more bytes for now. Error (io): the read failed,
  // or the gzip data are damaged.
  Result<bool> read(std::string& out);

  // True if the bytes read so far end inside a gzip member, which at the file's end means that the
  // file is cut.
  [[nodiscard]] bool inside_gzip() const;
  // True if the file is gzip and the bytes read so far end with a complete gzip member.
  [[nodiscard]] bool gzip_ended() const;
  // Returns the path given to open(), or the name given to adopt().
  [[nodiscard]] const std::string& name() const;
  // Returns the number of bytes read from the descriptor, before inflating.
  [[nodiscard]] std::uint64_t consumed() const;
  // Returns the number of bytes that came out of gzip data.
  [[nodiscard]] std::uint64_t inflated() const;
  // Returns the file's size in bytes when it was opened; 0 for a pipe.
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct State;
  explicit ByteFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::base
