#include "screen/screen.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "screen/screen_state.h"

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

bool is_blank(const VTermScreenCell& cell) { return cell.chars[0] == 0 || cell.chars[0] == ' '; }

void append_cell(const VTermScreenCell& cell, std::string& out) {
  for (const std::uint32_t code : cell.chars) {
    if (code == 0) break;
    append_utf8(code, out);
  }
}

Row row_of(std::span<const VTermScreenCell> cells) {
  Row row;
  for (const VTermScreenCell& cell : cells) {
    if (cell.chars[0] == kRightHalf) continue;
    if (cell.chars[0] == 0) {
      row.text += kGap;
    } else {
      append_cell(cell, row.text);
    }
  }
  row.full = !cells.empty() && cells.back().chars[0] != 0;
  row.used = static_cast<int>(cells.size());
  while (row.used > 0 && is_blank(cells[static_cast<std::size_t>(row.used) - 1])) --row.used;
  return row;
}

void trim(std::string& text) {
  const std::string_view blanks(" \0", 2);
  text.resize(text.find_last_not_of(blanks) + 1);
}

}  // namespace

std::string with_blanks(std::string text) {
  std::replace(text.begin(), text.end(), kGap, ' ');
  return text;
}

void Screen::State::open(int columns, int rows) {
  terminal = vterm_new(rows, columns);
  vterm_set_utf8(terminal, 1);
  screen = vterm_obtain_screen(terminal);
  vterm_screen_set_callbacks(screen, &callbacks(), this);
  vterm_screen_enable_altscreen(screen, 1);
  vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCREEN);
  vterm_screen_reset(screen, 1);
}

const VTermScreenCallbacks& Screen::State::callbacks() {
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

void Screen::State::row_left(std::span<const VTermScreenCell> cells) {
  above.row_left(finished(row_of(cells), left));
  ++left;
}

Row Screen::State::finished(Row row, std::int64_t number) const {
  const bool short_of_one = !row.full && std::find(wrapped_wide.begin(), wrapped_wide.end(),
                                                   number) != wrapped_wide.end();
  row.wrapped =
      short_of_one || (row.full && std::find(ended.begin(), ended.end(), number) == ended.end());
  row.full = row.full || short_of_one;
  if (short_of_one && row.text.ends_with(kGap)) row.text.pop_back();
  if (!row.full) trim(row.text);
  return row;
}

void Screen::State::feed(std::string_view bytes) {
  if (!alternate && may_fill(bytes)) {
    follow(bytes);
  } else {
    write(bytes);
    pending = false;
  }
  vterm_screen_flush_damage(screen);
  // What the terminal would answer (its type, the cursor's place) nobody reads.
  std::array<char, 256> answers{};
  while (vterm_output_read(terminal, answers.data(), answers.size()) > 0) {
  }
}

Row Screen::State::row(int at, int until, int from) const {
  std::vector<VTermScreenCell> cells(static_cast<std::size_t>(std::max(until - from, 0)));
  for (int column = from; column < until; ++column) {
    vterm_screen_get_cell(screen, {at, column}, &cells[static_cast<std::size_t>(column - from)]);
  }
  return row_of(cells);
}
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
  const VTermPos old = size();
  const int used = used_rows();
  // The last rows stay, but the cursor's does in any case.
  const int gone = std::clamp(used - rows, 0, cursor().row);
  for (int number = 0; number < gone; ++number) {
    above.row_left(finished(row(number, old.col), left));
    ++left;
  }
  const std::string text = painted(gone, std::min(used, gone + rows), columns);
  vterm_free(terminal);
  open(columns, rows);
  wraps_at_all = true;
  feed(text);
}

// Up to the last that holds something, or the cursor.
int Screen::State::used_rows() const {
  int used = cursor().row + 1;
  for (int number = used; number < size().row; ++number) {
    if (row(number, size().col).used > 0) used = number + 1;
  }
  return used;
}

// For a screen of so many columns.
std::string Screen::State::painted(int from, int until, int columns) const {
  std::string text;
  const int width = size().col;
  bool goes_on = false;
  for (int number = from; number < until; ++number) {
    if (number > from && !goes_on) text += "\r\n";
    int gaps = 0;
    const int most = std::min(width, columns);
    for (int column = 0; column < most; ++column) {
      const VTermScreenCell here = cell(number, column);
      const bool cut = here.width == 2 && column + 2 > columns;
      if (here.chars[0] == kRightHalf) continue;
      if (here.chars[0] == 0 || cut) ++gaps;
      if (here.chars[0] == 0 || cut) continue;
      if (gaps > 0) text += "\x1B[" + std::to_string(std::exchange(gaps, 0)) + "C";
      append_cell(here, text);
    }
    const bool joined = columns == width && finished(row(number, width), left + number).wrapped;
    goes_on = joined && number + 1 < until && cell(number + 1, 0).chars[0] != 0;
  }
  const VTermPos at = cursor();
  text += "\x1B[" + std::to_string(at.row - from + 1) + ";" + std::to_string(at.col + 1) + "H";
  if (pending && columns == width) append_cell(cell(at.row, at.col), text);
  return text;
}

std::string Screen::painted(std::int64_t from) const {
  const int first = static_cast<int>(std::max<std::int64_t>(from - state_->left, 0));
  return state_->painted(first, state_->used_rows(), columns());
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
int Screen::columns() const { return state_->size().col; }
int Screen::rows() const { return state_->size().row; }
bool Screen::alternate() const { return state_->alternate; }
bool Screen::take_alternate_shown() { return std::exchange(state_->alternate_shown, false); }

Row Screen::row(std::int64_t number, int until, int from) const {
  const VTermPos size = state_->size();
  const std::int64_t at = number - state_->left;
  if (at < 0 || at >= size.row || state_->alternate) return {};
  Row row = state_->row(static_cast<int>(at), std::min(until, size.col), from);
  if (until >= size.col) return state_->finished(std::move(row), number);
  row.full = false;
  trim(row.text);
  return row;
}

}  // namespace auweave::screen
