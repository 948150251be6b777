// LogFile: a file of a recording. A LogFile opens its file once and holds the descriptor: a file
// that takes the name of another is never read in its place. One owner, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "base/byte_file.h"
#include "base/folder.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::tty {

class LogFile {
 public:
  // Open: opens a regular file for reading without waiting, as base::Folder::file() does.
  using Open = std::function<base::Result<base::UniqueFd>(const std::string& path)>;

  LogFile() = default;
  explicit LogFile(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  // Opens the file unless it is open, and returns false if no file has the path. Error (io): the
  // path, and why the file is refused.
  base::Result<bool> open(const Open& open);
  // Returns the bytes behind `offset` (inflated), or nothing if the file is not open or has fewer
  // bytes. The bytes returned before must not be used any more. Error (io): as of ByteFile::read().
  base::Result<std::optional<base::ByteFile>> bytes(std::uint64_t offset, std::size_t block) const;
  // Returns what the kernel tells of the file, or nothing if the file is not open.
  [[nodiscard]] std::optional<base::FileFacts> facts() const;

 private:
  std::string path_;
  base::UniqueFd held_;
};

// LogLimits: how much of a recording is read. 0: all.
struct LogLimits {
  std::uint64_t inflated = 0;  // bytes that come out of one compressed file
  std::uint64_t ratio = 0;     // bytes that come out of one byte of a compressed file
  std::uint64_t windows = 0;   // changes of the window
};

// LogAccess: how the files of a recording are opened, and how much of them is read.
struct LogAccess {
  LogFile::Open open = base::open_regular;
  LogLimits limits = {};
  std::optional<std::uint32_t> owner = {};  // RecordedCommand::owner
};

}  // namespace auweave::tty
