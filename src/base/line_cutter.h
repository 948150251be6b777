// LineCutter: takes bytes and gives lines. A LineCutter cuts lines longer than `longest` bytes and
// counts the bytes left out, so memory stays bounded for any input. A LineCutter reads no file: its
// caller adds the bytes. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace auweave::base {

struct Line {
  std::string_view text;  // the line without its newline; valid until the next call of the cutter
  std::uint64_t number = 0;  // the line's number, from 1
  std::uint64_t offset = 0;  // offset of the line's first byte in the (decompressed) input
  std::uint64_t cut = 0;     // number of bytes cut off behind `text`, of a line above the limit
  bool newline = true;       // false: the input ended before the line's newline
};

class LineCutter {
 public:
  // The offsets of lines count from `offset`, the position in the input of the cutter's first byte.
  explicit LineCutter(std::size_t longest, std::uint64_t offset = 0);

  // Returns the buffer to which the caller appends bytes. The caller of room() must keep the bytes
  // that the buffer already has.
  std::string& room();
  void add(std::string_view bytes) { room().append(bytes); }

  // Returns the next complete line, or no line if more bytes are needed.
  std::optional<Line> next();
  // Returns the next line once the input has ended, also a last line without a newline.
  std::optional<Line> rest();

 private:
  Line take(std::size_t length, bool newline);

  std::size_t longest_;
  std::string block_;
  std::size_t at_ = 0;         // index in block_ of the first byte that was not handed out
  std::size_t searched_ = 0;   // index in block_; no newline is between at_ and this index
  std::uint64_t dropped_ = 0;  // bytes of the unfinished line that were dropped already
  std::uint64_t line_ = 0;     // number of lines handed out
  std::uint64_t offset_ = 0;
};

}  // namespace auweave::base
