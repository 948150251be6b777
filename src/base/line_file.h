// LineFile: the lines of a file or a descriptor, gzip or plain (told by its first bytes), one at a
// time. The only user of zlib. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::base {

struct Line {
  std::string_view text;     // without its newline; valid until the next call
  std::uint64_t number = 0;  // from 1
  std::uint64_t offset = 0;  // of its first byte in the (decompressed) input
  std::uint64_t cut = 0;     // bytes left out behind `text`: the line was longer than the limit
  bool newline = true;       // false: the input ended before one
};

class LineFile {
 public:
  // Lines longer than `longest` bytes come cut, with what was left out counted: memory stays
  // bounded for any input.
  static Result<LineFile> open(const std::string& path, std::size_t longest);
  static LineFile adopt(UniqueFd fd, std::string name, std::size_t longest);

  LineFile(LineFile&&) noexcept;
  LineFile& operator=(LineFile&&) noexcept;
  ~LineFile();

  // Nothing: the input ended. An Error (io): it cannot be read further (a damaged gzip member,
  // too).
  Result<std::optional<Line>> next();

  // A live input, which goes on behind its end: next() reads once at most, and nothing means no
  // whole line yet. ended() tells whether that read met the end.
  void follow();
  [[nodiscard]] bool ended() const;
  // Live no longer: a last line without its newline is one, too.
  void settle();

  // True when next() would not have to read. With false, a live input is polled on fd() first.
  [[nodiscard]] bool has_line() const;
  [[nodiscard]] int fd() const;

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
