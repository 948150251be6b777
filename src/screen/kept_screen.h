// KeptScreen: a Screen whose emulator can be freed, saved, and made again from the bytes and sizes
// that the screen was given. One owner, one thread.
//
// A KeptScreen keeps at most kMost of the given bytes (twice the bytes of what it shows, if these
// are more), and kMost more while the alternate screen is shown. When that is passed, the screen is
// painted anew: rows, cursor and scrolling region stay, and modes become those of a new terminal. A
// screen is painted anew whether it is saved or not, so a saved and an unsaved KeptScreen show
// equal rows.
//
// What costs as much as the screen is large (a new size, a new emulator, a line that moves all rows)
// is paid from a credit that grows with the bytes shown (spend()): so the cost of output is linear in
// its length, whatever the output holds. Output that cannot pay is shown in a small window, until the
// credit pays for the wanted one again; on the alternate screen, which keeps its size, such output is
// left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screen/screen.h"

namespace auweave::screen {

class KeptScreen : private Screen::Above {
 public:
  // The receiver `above` must outlive the KeptScreen, and receives each row once, even if the
  // emulator is made again.
  explicit KeptScreen(Screen::Above& above) : above_(above) {}
  KeptScreen(const KeptScreen&) = delete;
  KeptScreen& operator=(const KeptScreen&) = delete;

  // Makes the screen empty and keeps the window's size.
  void clear();
  // Forgets the rows above `row`, which becomes row 0. Needs an emulator.
  void begin(std::int64_t row);
  // Takes the cost of reading or making so many cells from the credit. Returns false, and takes
  // nothing, if the credit is too small.
  [[nodiscard]] bool spend(std::int64_t cells);
  // Sets the window's size. A window size takes effect at the next feed() or wake(), because a
  // recording may claim a thousand sizes in a row.
  void window(int columns, int rows) { wanted_ = {columns, rows}; }
  [[nodiscard]] bool has_window() const { return wanted_.has_value(); }
  // Shows the bytes; may be called only if has_window() is true.
  void feed(std::string_view bytes);
  // Makes the emulator if the emulator was freed.
  void wake();
  // Frees the emulator if at most kMostAtRest bytes would make it again.
  void rest();
  // True if an emulator is held (about 100 KiB).
  [[nodiscard]] bool awake() const { return screen_.has_value(); }
  // Returns the cells of the emulator, or 0 if the emulator was freed.
  [[nodiscard]] std::int64_t cells() const {
    return awake() ? std::int64_t{screen_->columns()} * screen_->rows() : 0;
  }

  // The functions from cursor_row() to alternate() are those of Screen, and need an emulator
  // (awake()). Rows of a KeptScreen are counted from clear().
  [[nodiscard]] std::int64_t cursor_row() const { return gone_ + screen_->cursor_row(); }
  [[nodiscard]] int cursor_column() const { return screen_->cursor_column(); }
  [[nodiscard]] std::int64_t top_row() const { return gone_ + screen_->top_row(); }
  [[nodiscard]] Row row(std::int64_t number, int until = Screen::kMostColumns, int from = 0) const {
    return screen_->row(number - gone_, until, from);
  }
  [[nodiscard]] int rows() const { return screen_->rows(); }
  [[nodiscard]] bool alternate() const { return screen_->alternate(); }
  bool take_alternate_shown() { return std::exchange(alternate_shown_, false); }
  // Returns the number of columns at the last feed() or wake(), whatever a later window() says.
  [[nodiscard]] int columns() const { return awake() ? screen_->columns() : size_->first; }

  template <typename Archive>
  void state(Archive& archive) {
    bool is_awake = awake();
    archive(is_awake, wanted_, size_, made_, steps_, steps_size_, unseen_from_, alternate_shown_,
            region_, gone_, painted_, credit_);
    if (Archive::kLoads && is_awake) make();
  }

  static constexpr std::size_t kMost = 64UL * 1024;
  static constexpr std::size_t kMostAtRest = 16UL * 1024;
  static constexpr std::int64_t kMostCredit = 4L * 1024 * 1024;  // cells
  static constexpr std::int64_t kCreditOfByte = 16;

 private:
  struct Step {
    std::string bytes;
    int columns = 0, rows = 0;  // 0: the step is no change of the size

    template <typename Archive>
    void state(Archive& archive) {
      archive(bytes, columns, rows);
    }
  };
  void row_left(Row row) override;
  void make();
  void give(Step step);
  void take(const Step& step);
  void keep(Step step);
  void paint_anew();
  void forget_unseen();

  Screen::Above& above_;
  std::optional<Screen> screen_;
  std::optional<std::pair<int, int>> wanted_, size_;  // columns, rows: as wanted, as shown
  std::optional<std::pair<int, int>> made_;           // the size with which the emulator was made
  std::vector<Step> steps_;                           // bytes and sizes that make it again
  std::size_t steps_size_ = 0;
  // Number and size of the steps when the alternate screen was entered.
  std::optional<std::pair<std::size_t, std::size_t>> unseen_from_;
  bool making_ = false;
  bool alternate_shown_ = false;
  std::string region_;       // the sequence that set the scrolling region; empty: all rows scroll
  std::int64_t gone_ = 0;    // rows that had left the screen when it was last painted anew
  std::size_t painted_ = 0;  // bytes that the screen was painted anew with
  std::int64_t credit_ = kMostCredit;
};

}  // namespace auweave::screen
