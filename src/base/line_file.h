// LineFile: the lines of a file or a descriptor, gzip or plain (told by its first bytes), one at a
// time. One owner, one thread.
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
  // Lines longer than `longest` bytes come cut (LineCutter).
  static Result<LineFile> open(const std::string& path, std::size_t longest);
  static LineFile adopt(UniqueFd fd, std::string name, std::size_t longest);

  LineFile(LineFile&&) noexcept;
  LineFile& operator=(LineFile&&) noexcept;
  ~LineFile();

  // Nothing: the input ended. An Error (io): it cannot be read further (a damaged gzip member,
  // too).
  Result<std::optional<Line>> next();

  [[nodiscard]] const std::string& name() const;
  // Bytes taken from the descriptor so far, and the file's size (0 for a pipe): for a progress bar.
  [[nodiscard]] std::uint64_t consumed() const;
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct State;
  explicit LineFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::base
