// KeptScreen: a Screen that can be let go, and saved, and is made again from what it was given. One owner,
// one thread.
//
// What it was given is kept up to kMost bytes, and as much again of what went to the alternate screen; then
// it is painted anew: rows, cursor and the region that scrolls are as before, other modes as on a new
// terminal. That happens whether it is saved or not, so that
// one that was saved shows what the other does.
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
  // Outlives it. Gets each row once.
  explicit KeptScreen(Screen::Above& above) : above_(above) {}
  KeptScreen(const KeptScreen&) = delete;
  KeptScreen& operator=(const KeptScreen&) = delete;

  // An empty one; the window stays.
  void clear();
  // A recording may claim a thousand sizes in a row; only one that output follows matters.
  void window(int columns, int rows) { wanted_ = {columns, rows}; }
  [[nodiscard]] bool has_window() const { return wanted_.has_value(); }
  // Only with a window.
  void feed(std::string_view bytes);
  // It has an emulator from here on.
  void wake();
  // The emulator is given back, where little was given to it.
  void rest();
  // An emulator is held (about 100 KiB).
  [[nodiscard]] bool awake() const { return screen_.has_value(); }

  // As of Screen; of one that is awake. Rows are counted from clear().
  [[nodiscard]] std::int64_t cursor_row() const { return gone_ + screen_->cursor_row(); }
  [[nodiscard]] int cursor_column() const { return screen_->cursor_column(); }
  [[nodiscard]] std::int64_t top_row() const { return gone_ + screen_->top_row(); }
  [[nodiscard]] Row row(std::int64_t number, int columns = Screen::kMostColumns) const {
    return screen_->row(number - gone_, columns);
  }
  [[nodiscard]] bool alternate() const { return screen_->alternate(); }
  bool take_alternate_shown() { return std::exchange(alternate_shown_, false); }
  // Of the window at the last feed().
  [[nodiscard]] int columns() const { return awake() ? screen_->columns() : size_->first; }

  template <typename Archive>
  void state(Archive& archive) {
    bool is_awake = awake();
    archive(is_awake, wanted_, size_, made_, steps_, steps_size_, unseen_from_, alternate_shown_,
            region_, gone_);
    if (Archive::kLoads && is_awake) make();
  }

  static constexpr std::size_t kMost = 64UL * 1024;
  static constexpr std::size_t kMostAtRest = 16UL * 1024;

 private:
  struct Step {
    std::string bytes;
    int columns = 0, rows = 0;  // 0: the window stays

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
  std::optional<std::pair<int, int>> wanted_, size_;  // columns, rows
  std::optional<std::pair<int, int>> made_;           // the size that the emulator was made with
  std::vector<Step> steps_;                           // what it was given since
  std::size_t steps_size_ = 0;
  // Of the steps, how many there were when the alternate screen was entered, and their size.
  std::optional<std::pair<std::size_t, std::size_t>> unseen_from_;
  bool making_ = false;
  bool alternate_shown_ = false;
  std::string region_;     // the sequence that set the rows which scroll; empty: all do
  std::int64_t gone_ = 0;  // rows that had left when it was painted anew
};

}  // namespace auweave::screen
