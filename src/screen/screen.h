// Screen: the rows that a terminal shows after the bytes it received. The emulator of a Screen
// resolves the escape sequences. Screen is the only user of libvterm. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace auweave::screen {

// Row: one row of the screen. A cell in which nothing was written since the cell was erased is a
// gap. A blank that was written is none: so a text at the right edge, to which the cursor jumped,
// stands behind a gap, and a text that was typed has none.
struct Row {
  std::string text;      // UTF-8, gaps as kGap, without the blanks and gaps at the row's end
  bool wrapped = false;  // the next row continues the row, and was reached without a newline
  bool full = false;     // the last column is in use, or a wide character had no room in it
  int used = 0;          // number of columns up to the last that is not blank
};
constexpr char kGap = '\0';
// Returns the text with a blank for each gap.
[[nodiscard]] std::string with_blanks(std::string text);

class Screen {
 public:
  // Above: receives each row that leaves the screen at its top. An Above must outlive its Screen.
  class Above {
   public:
    virtual ~Above() = default;
    virtual void row_left(Row row) = 0;
  };

  // Sizes are clamped to 2..kMostColumns and 2..kMostRows, because a recording may claim any size.
  Screen(int columns, int rows, Above& above);
  ~Screen();
  Screen(Screen&&) noexcept;
  Screen& operator=(Screen&&) noexcept;

  void resize(int columns, int rows);
  // Returns bytes that give an empty Screen of equal size the rows from row `from` on and the
  // cursor of this Screen, but not the modes. The function painted() must not be called while the
  // alternate screen is shown.
  [[nodiscard]] std::string painted(std::int64_t from) const;
  // Shows bytes, which must come from Sequences: unfiltered bytes may crash the emulator.
  void feed(std::string_view bytes);

  // Rows of a Screen are numbered from 0, the first row ever shown. A program that draws on the
  // alternate screen (vi, less) changes neither cursor_row() nor cursor_column().
  [[nodiscard]] std::int64_t cursor_row() const;
  [[nodiscard]] int cursor_column() const;
  // Returns the number of the first row that is still on the screen.
  [[nodiscard]] std::int64_t top_row() const;
  // Returns the columns of a row from column `from` to before column `until`. Returns an empty row
  // if the row is not on the screen, or the alternate screen is shown.
  [[nodiscard]] Row row(std::int64_t number, int until = kMostColumns, int from = 0) const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] int rows() const;
  // True while a program draws on the alternate screen.
  [[nodiscard]] bool alternate() const;
  // True if the alternate screen was entered or left since the last call, however shortly.
  bool take_alternate_shown();

  static constexpr int kMostColumns = 500;
  static constexpr int kMostRows = 200;

 private:
  void settle();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::screen
