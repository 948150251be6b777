// Screen::State: the emulator of a Screen, and what libvterm does not tell of it: whether the next
// character would wrap, and whether a full row goes on in the next row.
#pragma once

#include <vterm.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screen/screen.h"

namespace auweave::screen {

struct Screen::State {
  State(int columns, int rows, Above& sink) : above(sink) { open(columns, rows); }
  ~State() { vterm_free(terminal); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void property_set(VTermProp property, const VTermValue& value) {
    if (property != VTERM_PROP_ALTSCREEN) return;
    alternate = value.boolean != 0;
    alternate_shown = true;
  }

  void open(int columns, int rows);
  static const VTermScreenCallbacks& callbacks();
  void row_left(std::span<const VTermScreenCell> cells);
  // Whether a row goes on in the next row is known from how the row was left.
  [[nodiscard]] Row finished(Row row, std::int64_t number) const;
  void feed(std::string_view bytes);
  [[nodiscard]] Row row(int at, int until, int from = 0) const;
  void write(std::string_view bytes) { vterm_input_write(terminal, bytes.data(), bytes.size()); }
  [[nodiscard]] bool may_fill(std::string_view bytes) const;
  void follow(std::string_view bytes);
  std::size_t follow_ascii(std::string_view bytes);
  std::size_t follow_wide(std::string_view bytes);
  std::size_t follow_control(std::string_view bytes);
  void wraps(std::int64_t number, bool wide);
  void forget_gone();

  [[nodiscard]] VTermScreenCell cell(int at, int column) const {
    VTermScreenCell cell{};
    vterm_screen_get_cell(screen, {at, column}, &cell);
    return cell;
  }

  [[nodiscard]] VTermPos size() const {
    VTermPos size{};
    vterm_get_size(terminal, &size.row, &size.col);
    return size;
  }

  void rebuild(int columns, int rows);
  [[nodiscard]] int used_rows() const;
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
  // The next character would wrap, because the last column was just written. libvterm tells it not.
  bool pending = false;
  bool wraps_at_all = true;                // DECAWM
  std::int64_t filled = -1;                // the row that was filled last
  std::vector<std::int64_t> ended;         // full rows that a newline left
  std::vector<std::int64_t> wrapped_wide;  // rows that lacked one column for a wide character
  static constexpr std::size_t kMostNoted = 2UL * kMostRows;
};

}  // namespace auweave::screen
