// ShownLines: what a recording shows, as the person saw it: the lines typed at a prompt, and below
// each what the terminal showed until the next prompt. Deterministic; one owner, one thread.
//
// | the output has           | then                                                        |
// |--------------------------|-------------------------------------------------------------|
// | a prompt mark            | the rows since Enter are the output of the line before      |
// | an Enter mark            | the rows since the prompt are the line, prompt included     |
// | marks on the alternate   | none: full-screen programs switch bracketed paste too       |
// |   screen                 |                                                             |
// | no marks at all          | rows alone, each with the time it was complete              |
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/wall_time.h"
#include "screen/excerpt.h"
#include "screen/screen.h"
#include "screen/sequences.h"

namespace auweave::screen {

struct ShownLine {
  std::string line;  // with its prompt; empty: rows that no line made
  std::optional<base::WallTime> prompted;
  base::WallTime entered;  // Enter; of rows alone, when the first was complete
  Excerpt output;
  bool full_screen = false;  // a program drew on the alternate screen
  std::uint64_t binary = 0;  // bytes that are no text, of a recording without a terminal
};

class ShownLines : private Screen::Above {
 public:
  explicit ShownLines(Keep keep) : keep_(keep) {}
  ShownLines(const ShownLines&) = delete;
  ShownLines& operator=(const ShownLines&) = delete;

  void window(int columns, int rows);
  void output(base::WallTime time, std::string_view bytes);
  // Nothing comes any more: the lines, in order.
  std::vector<ShownLine> finish();

  // Of more lines the rest is rows of the last; of more bytes rows are counted.
  static constexpr std::size_t kMostLines = 50'000;
  static constexpr std::size_t kMostBytes = 32UL * 1024 * 1024;

 private:
  enum class State { unmarked, prompting, running };
  void row_left(Row row) override;
  void feed(base::WallTime time, std::string_view bytes);
  void plain(base::WallTime time, std::string_view bytes);
  void mark(Mark mark, base::WallTime time);
  void take_rows(std::int64_t until);
  void take_row(Row row);
  void show_unmarked(base::WallTime time);
  void apply_window();
  void keep_row(std::string text, bool goes_on);
  ShownLine& current(base::WallTime time);

  Keep keep_;
  std::optional<Screen> screen_;  // from the first window size on
  Sequences sequences_;
  State state_ = State::unmarked;
  std::optional<std::pair<int, int>> wanted_, size_;  // columns, rows
  std::size_t kept_bytes_ = 0;
  std::int64_t from_ = 0;   // the first row that was not taken
  std::int64_t above_ = 0;  // rows that left the screen
  bool goes_on_ = false;    // the row taken last was wrapped
  std::string typed_;       // the line at the prompt, as far as its rows left the screen
  std::optional<base::WallTime> prompted_;
  base::WallTime now_;
  std::string partial_;  // without a terminal: a row that has no newline yet
  std::vector<ShownLine> lines_;
};

}  // namespace auweave::screen
