#include "screen/screen.h"

#include <vterm.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace auweave::screen {
namespace {

constexpr std::uint32_t kRightHalf = 0xFFFFFFFFU;  // libvterm: the second cell of a wide character

void append_utf8(std::uint32_t code, std::string& out) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U);
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x110000) {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

Row row_of(std::span<const VTermScreenCell> cells) {
  Row row;
  for (const VTermScreenCell& cell : cells) {
    if (cell.chars[0] == kRightHalf) continue;
    if (cell.chars[0] == 0) row.text += ' ';
    for (const std::uint32_t code : cell.chars) {
      if (code == 0) break;
      append_utf8(code, row.text);
    }
  }
  row.wrapped = !row.text.empty() && row.text.back() != ' ';
  const auto blank = [](const VTermScreenCell& cell) {
    return cell.chars[0] == 0 || cell.chars[0] == ' ';
  };
  row.used = static_cast<int>(cells.size());
  while (row.used > 0 && blank(cells[static_cast<std::size_t>(row.used) - 1])) --row.used;
  row.text.resize(row.text.find_last_not_of(' ') + 1);
  return row;
}

}  // namespace

struct Screen::State {
  State(int columns, int rows, Above& sink) : above(sink) { open(columns, rows); }
  ~State() { vterm_free(terminal); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void open(int columns, int rows) {
    terminal = vterm_new(rows, columns);
    vterm_set_utf8(terminal, 1);
    screen = vterm_obtain_screen(terminal);
    vterm_screen_set_callbacks(screen, &callbacks(), this);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCREEN);
    vterm_screen_reset(screen, 1);
  }

  static const VTermScreenCallbacks& callbacks() {
    static const VTermScreenCallbacks these = [] {
      VTermScreenCallbacks made{};
      made.settermprop = [](VTermProp property, VTermValue* value, void* self) {
        static_cast<State*>(self)->property_set(property, *value);
        return 1;
      };
      made.sb_pushline = [](int columns, const VTermScreenCell* cells, void* self) {
        static_cast<State*>(self)->row_left({cells, static_cast<std::size_t>(columns)});
        return 1;
      };
      return made;
    }();
    return these;
  }

  void property_set(VTermProp property, const VTermValue& value) {
    if (property != VTERM_PROP_ALTSCREEN) return;
    alternate = value.boolean != 0;
    alternate_shown = true;
  }

  void row_left(std::span<const VTermScreenCell> cells) {
    ++left;
    above.row_left(row_of(cells));
  }

  void feed(std::string_view bytes) {
    vterm_input_write(terminal, bytes.data(), bytes.size());
    vterm_screen_flush_damage(screen);
    // What the terminal would answer (its type, the cursor's place) nobody reads.
    std::array<char, 256> answers{};
    while (vterm_output_read(terminal, answers.data(), answers.size()) > 0) {
    }
  }

  [[nodiscard]] Row row(int at, int columns) const {
    std::vector<VTermScreenCell> cells(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      vterm_screen_get_cell(screen, {at, column}, &cells[static_cast<std::size_t>(column)]);
    }
    return row_of(cells);
  }

  void rebuild(int columns, int rows);
  [[nodiscard]] int used_rows(int rows, int columns) const;
  [[nodiscard]] std::string painted(int from, int until, int columns) const;

  [[nodiscard]] VTermPos cursor() const {
    VTermPos position{};
    vterm_state_get_cursorpos(vterm_obtain_state(terminal), &position);
    return position;
  }

  Above& above;
  VTerm* terminal = nullptr;
  VTermScreen* screen = nullptr;
  std::int64_t left = 0;     // rows that left at the top
  VTermPos cursor_before{};  // on the normal screen, while the alternate one is shown
  bool alternate = false;
  bool alternate_shown = false;
  std::optional<std::pair<int, int>> wanted;  // a size that waits: columns, rows
};

Screen::Screen(int columns, int rows, Above& above)
    : state_(std::make_unique<State>(std::clamp(columns, 2, kMostColumns),
                                     std::clamp(rows, 2, kMostRows), above)) {}
Screen::~Screen() = default;
Screen::Screen(Screen&&) noexcept = default;
Screen& Screen::operator=(Screen&&) noexcept = default;

// A new terminal with the rows of the old one. libvterm's own resize (0.1.4) moves the cursor above the
// screen when there are rows below it that do not fit any more, and crashes at the next byte (found by
// fuzzing). Modes and a half sequence are lost; a program that minds draws anew when it is told.
void Screen::State::rebuild(int columns, int rows) {
  int old_rows = 0;
  int old_columns = 0;
  vterm_get_size(terminal, &old_rows, &old_columns);
  const int used = used_rows(old_rows, old_columns);
  // The last rows stay, but the cursor's does in any case.
  const int gone = std::clamp(used - rows, 0, cursor().row);
  for (int number = 0; number < gone; ++number) {
    ++left;
    above.row_left(row(number, old_columns));
  }
  const std::string text =
      painted(gone, std::min(used, gone + rows), std::min(columns, old_columns));
  vterm_free(terminal);
  open(columns, rows);
  feed(text);
}

// Up to the last that holds something, or the cursor.
int Screen::State::used_rows(int rows, int columns) const {
  int used = cursor().row + 1;
  for (int number = used; number < rows; ++number) {
    if (!row(number, columns).text.empty()) used = number + 1;
  }
  return used;
}

std::string Screen::State::painted(int from, int until, int columns) const {
  std::string text = "\x1B[?7l";
  for (int number = from; number < until; ++number) {
    if (number > from) text += "\r\n";
    text += row(number, columns).text;
  }
  const VTermPos at = cursor();
  text +=
      "\x1B[?7h\x1B[" + std::to_string(at.row - from + 1) + ";" + std::to_string(at.col + 1) + "H";
  return text;
}

std::string Screen::painted() const {
  int rows = 0;
  int columns = 0;
  vterm_get_size(state_->terminal, &rows, &columns);
  return state_->painted(0, state_->used_rows(rows, columns), columns);
}

// While a program draws on the alternate screen the other one cannot be read; and what it draws is of
// no interest. The size counts when it ends.
void Screen::resize(int columns, int rows) {
  state_->wanted = {std::clamp(columns, 2, kMostColumns), std::clamp(rows, 2, kMostRows)};
  settle();
}

void Screen::feed(std::string_view bytes) {
  state_->feed(bytes);
  settle();
}

void Screen::settle() {
  if (state_->alternate) return;
  if (const auto wanted = std::exchange(state_->wanted, std::nullopt)) {
    state_->rebuild(wanted->first, wanted->second);
  }
  state_->cursor_before = state_->cursor();
}

std::int64_t Screen::cursor_row() const { return state_->left + state_->cursor_before.row; }
int Screen::cursor_column() const { return state_->cursor_before.col; }
std::int64_t Screen::top_row() const { return state_->left; }
int Screen::columns() const {
  int rows = 0;
  int columns = 0;
  vterm_get_size(state_->terminal, &rows, &columns);
  return columns;
}
bool Screen::alternate() const { return state_->alternate; }
bool Screen::take_alternate_shown() { return std::exchange(state_->alternate_shown, false); }

Row Screen::row(std::int64_t number, int columns) const {
  int rows = 0;
  int width = 0;
  vterm_get_size(state_->terminal, &rows, &width);
  const std::int64_t at = number - state_->left;
  if (at < 0 || at >= rows || state_->alternate) return {};
  Row row = state_->row(static_cast<int>(at), std::min(columns, width));
  row.wrapped = row.wrapped && columns >= width;
  return row;
}

}  // namespace auweave::screen
