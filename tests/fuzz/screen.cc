// What a terminal got, in any pieces, with the window changing in between: the emulator, the marks and
// the lines. A byte 0xFE resizes by the next two; 0xFF begins a new piece.
#include <cstdint>
#include <string>
#include <string_view>

#include "screen/shown_lines.h"
#include "story/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace auweave;
  screen::ShownLines lines(screen::Keep{4, 2, nullptr});
  std::string piece;
  std::int64_t ms = 0;
  const auto show = [&] {
    lines.output(base::WallTime::from_ms(++ms), piece);
    piece.clear();
  };
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == 0xFF) {
      show();
    } else if (data[i] == 0xFE && i + 2 < size) {
      show();
      lines.window(data[i + 1], data[i + 2]);
      i += 2;
    } else {
      piece += static_cast<char>(data[i]);
    }
  }
  show();
  for (const screen::ShownLine& line : lines.finish()) {
    for (const std::string& row : line.output.first()) static_cast<void>(story::printable(row));
  }
  return 0;
}
