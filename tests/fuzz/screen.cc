// What a terminal got, in any pieces, with the window changing in between: the emulator, the marks and
// the lines. A byte 0xFE resizes by the next two; 0xFF begins a new piece.
#include <cstdint>
#include <string>
#include <string_view>

#include "screen/excerpt.h"
#include "screen/line_reader.h"
#include "story/text.h"

namespace {

using namespace auweave;

// What is read is told, as a story would.
class Told : public screen::LineReader::Output {
 public:
  void prompted(base::WallTime) override {}
  void prompt_known(const std::string& prompt) override {
    static_cast<void>(story::printable_rows(prompt));
  }
  void entered(const screen::EnteredLine& line) override {
    static_cast<void>(story::printable_rows(line.prompt + line.line));
  }
  void maybe_entered(const screen::EnteredLine& line) override { entered(line); }
  void row(std::string_view text, bool goes_on) override {
    rows_.add(story::printable(text), goes_on, {4, 2, nullptr});
  }
  void full_screen() override {}
  void binary(std::uint64_t) override {}
  void finished(int) override {}

 private:
  screen::Excerpt rows_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Told told;
  screen::LineReader lines(told);
  std::string piece;
  std::int64_t ms = 0;
  const auto show = [&] {
    lines.read(base::WallTime::from_ms(++ms), piece);
    // As a weaver does now and then.
    if (ms % 4 == 0) lines.rest();
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
  lines.prompt_found();
  lines.finish();
  return 0;
}
