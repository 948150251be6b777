// LineCutter: bytes in as they come, lines out. A value; it reads nothing itself. Lines longer than
// `longest` bytes come cut, with what was left out counted, so that memory stays bounded for any
// input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace auweave::base {

struct Line {
  std::string_view text;     // without its newline; valid until the next call
  std::uint64_t number = 0;  // from 1
  std::uint64_t offset = 0;  // of its first byte in the (decompressed) input
  std::uint64_t cut = 0;     // bytes left out behind `text`: the line was longer than the limit
  bool newline = true;       // false: the input ended before one
};

class LineCutter {
 public:
  // `offset`: where in its input the first byte is.
  explicit LineCutter(std::size_t longest, std::uint64_t offset = 0);

  // Where more bytes are to be appended, behind those that are there already.
  std::string& room();
  void add(std::string_view bytes) { room().append(bytes); }

  // The next whole line; nothing: more bytes are needed.
  std::optional<Line> next();
  // The input ended: what is left without a newline.
  std::optional<Line> rest();

 private:
  Line take(std::size_t length, bool newline);

  std::size_t longest_;
  std::string block_;
  std::size_t at_ = 0;         // of block_: its first byte not yet handed out
  std::size_t searched_ = 0;   // of block_: no newline between at_ and here
  std::uint64_t dropped_ = 0;  // bytes of the line in work that are gone already
  std::uint64_t line_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace auweave::base
