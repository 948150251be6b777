// Screen: what a terminal shows, from the bytes it got: escape sequences resolved by an emulator.
// The only user of libvterm. One owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace auweave::screen {

// A row as it was read; `wrapped`: the next one goes on with it (its last column is in use).
struct Row {
  std::string text;  // UTF-8, without the blanks at its end
  bool wrapped = false;
  int used = 0;  // columns up to the last that holds something
};

class Screen {
 public:
  // Gets rows as they leave the screen at its top. Outlives the screen.
  class Above {
   public:
    virtual ~Above() = default;
    virtual void row_left(Row row) = 0;
  };

  // Sizes outside 2..kMostColumns and 2..kMostRows are clamped to them: a recording may claim any.
  Screen(int columns, int rows, Above& above);
  ~Screen();
  Screen(Screen&&) noexcept;
  Screen& operator=(Screen&&) noexcept;

  void resize(int columns, int rows);
  // What makes an empty screen of this size look like this one, cursor and all; but for modes. Not of an
  // alternate one.
  [[nodiscard]] std::string painted() const;
  // Bytes as Sequences hands them on, and no others.
  void feed(std::string_view bytes);

  // Rows are counted from the first one ever shown, 0. A program that draws on the alternate screen
  // (vi, less) moves nothing of this: it is as if it had not run.
  [[nodiscard]] std::int64_t cursor_row() const;
  [[nodiscard]] int cursor_column() const;
  // The first row that is still on the screen.
  [[nodiscard]] std::int64_t top_row() const;
  // A row that is on the screen, its first `columns` columns; empty for any other.
  [[nodiscard]] Row row(std::int64_t number, int columns = kMostColumns) const;
  [[nodiscard]] int columns() const;
  // True while a program draws on the alternate screen.
  [[nodiscard]] bool alternate() const;
  // True once when it was shown since the last call, however shortly.
  bool take_alternate_shown();

  static constexpr int kMostColumns = 500;
  static constexpr int kMostRows = 200;

 private:
  void settle();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::screen
