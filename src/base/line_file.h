// LineFile: reads the lines of a file or of a file descriptor, one at a time. A file that begins
// with gzip's magic bytes is inflated. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/line_cutter.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::base {

class LineFile {
 public:
  // A line longer than `longest` bytes is cut by a LineCutter. Opening fails with an Error (io)
  // that names the file.
  static Result<LineFile> open(const std::string& path, std::size_t longest);
  static LineFile adopt(UniqueFd fd, std::string name, std::size_t longest);

  LineFile(LineFile&&) noexcept;
  LineFile& operator=(LineFile&&) noexcept;
  ~LineFile();

  // Returns the next line, or no line at the end of the input. Error (io): the read failed, or the
  // gzip data are damaged or cut.
  Result<std::optional<Line>> next();

  [[nodiscard]] const std::string& name() const;
  // Returns the number of bytes read from the descriptor, for a progress bar.
  [[nodiscard]] std::uint64_t consumed() const;
  // Returns the file's size in bytes when it was opened; 0 for a pipe.
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct State;
  explicit LineFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::base
