#include "screen/kept_screen.h"

#include <algorithm>

namespace auweave::screen {
namespace {

// The last sequence in them that says which rows scroll (DECSTBM); empty: none does.
std::string_view last_region(std::string_view bytes) {
  for (std::size_t end = bytes.rfind('r'); end != bytes.npos && end > 0;
       end = bytes.rfind('r', end - 1)) {
    const std::size_t before = bytes.find_last_not_of("0123456789;", end - 1);
    const bool is_it =
        before != bytes.npos && before > 0 && bytes[before] == '[' && bytes[before - 1] == '\x1B';
    if (is_it) return bytes.substr(before - 1, end - before + 2);
  }
  return {};
}

// Cells that an emulator moves in the time in which it reads or makes one.
constexpr std::int64_t kMovedAtOnce = 16;
// The window while the output does not pay for a larger one.
constexpr std::pair<int, int> kPoorWindow{80, 4};

// How many of the bytes may each move all rows of the screen.
std::int64_t moves_in(std::string_view bytes) {
  return std::count_if(bytes.begin(), bytes.end(), [](char byte) {
    return byte == '\n' || byte == '\v' || byte == '\f' || byte == '\x1B';
  });
}

// The sequences in them that set or reset private modes: one of them leaves the alternate screen.
std::string private_modes_in(std::string_view bytes) {
  constexpr std::string_view kBegin = "\x1B[?";
  std::string modes;
  for (std::size_t at = bytes.find(kBegin); at != bytes.npos; at = bytes.find(kBegin, at + 1)) {
    const std::size_t end = bytes.find_first_not_of("0123456789;", at + kBegin.size());
    if (end == bytes.npos) break;
    modes += bytes.substr(at, end + 1 - at);
  }
  return modes;
}

std::string move_to(std::int64_t row, int column) {
  return "\x1B[" + std::to_string(row + 1) + ";" + std::to_string(column + 1) + "H";
}

}  // namespace

void KeptScreen::clear() {
  screen_.reset();
  made_.reset();
  steps_.clear();
  steps_size_ = 0;
  unseen_from_.reset();
  region_.clear();
  gone_ = 0;
  painted_ = 0;
}

void KeptScreen::begin(std::int64_t row) {
  std::string painted = screen_->painted(row - gone_);
  clear();
  wake();
  give({std::move(painted)});
}

bool KeptScreen::spend(std::int64_t cells) {
  if (cells > credit_) return false;
  credit_ -= cells;
  return true;
}

void KeptScreen::row_left(Row row) {
  if (!making_) above_.row_left(std::move(row));
}

void KeptScreen::wake() {
  if (!size_.has_value()) size_ = wanted_;
  if (!screen_.has_value()) make();
  if (wanted_ == size_) return;
  const auto cells = [](const std::pair<int, int>& size) {
    return std::int64_t{std::clamp(size.first, 2, Screen::kMostColumns)} *
           std::clamp(size.second, 2, Screen::kMostRows);
  };
  // A recording that claims another size with every byte gets one now and then.
  // As much again must be left, or the first line on a large window could not be paid.
  const std::int64_t price = 2 * (cells(*wanted_) + cells(*size_));
  if (price > credit_ / 2 || !spend(price)) return;
  size_ = wanted_;
  give({"", size_->first, size_->second});
}

// What leaves it was taken the first time.
void KeptScreen::make() {
  if (!made_.has_value()) made_ = size_;
  Screen::Above& above = *this;
  screen_.emplace(made_->first, made_->second, above);
  making_ = true;
  for (const Step& step : steps_) take(step);
  making_ = false;
  screen_->take_alternate_shown();
}

void KeptScreen::rest() {
  if (steps_size_ <= kMostAtRest) screen_.reset();
}

void KeptScreen::feed(std::string_view bytes) {
  credit_ =
      std::min(kMostCredit, credit_ + kCreditOfByte * static_cast<std::int64_t>(bytes.size()));
  wake();
  if (const std::string_view region = last_region(bytes); !region.empty()) region_ = region;
  if (spend(moves_in(bytes) * cells() / kMovedAtOnce)) return give({std::string(bytes)});
  // What a program draws on the alternate screen nobody reads.
  if (screen_->alternate()) return give({private_modes_in(bytes)});
  size_ = {std::min(size_->first, kPoorWindow.first), std::min(size_->second, kPoorWindow.second)};
  if (cells() > std::int64_t{kPoorWindow.first} * kPoorWindow.second)
    give({"", size_->first, size_->second});
  give({std::string(bytes)});
}

void KeptScreen::take(const Step& step) {
  if (step.columns > 0) {
    screen_->resize(step.columns, step.rows);
  } else {
    screen_->feed(step.bytes);
  }
}

void KeptScreen::keep(Step step) {
  steps_size_ += sizeof(Step) + step.bytes.size();
  steps_.push_back(std::move(step));
}

void KeptScreen::give(Step step) {
  const bool unseen = screen_->alternate();
  take(step);
  alternate_shown_ = screen_->take_alternate_shown() || alternate_shown_;
  keep(std::move(step));
  if (!screen_->alternate()) {
    unseen_from_.reset();
    if (steps_size_ > painted_ + std::max(kMost, painted_)) paint_anew();
    return;
  }
  if (!unseen) unseen_from_ = {steps_.size(), steps_size_};
  if (unseen_from_.has_value() && steps_size_ - unseen_from_->second > kMost) forget_unseen();
}

// What a program drew on the alternate screen, and is gone with it.
void KeptScreen::forget_unseen() {
  const auto from = steps_.begin() + static_cast<std::ptrdiff_t>(unseen_from_->first);
  const bool resized =
      std::any_of(from, steps_.end(), [](const Step& step) { return step.columns > 0; });
  steps_.erase(from, steps_.end());
  steps_size_ = unseen_from_->second;
  if (resized) keep({"", size_->first, size_->second});
  if (!region_.empty()) keep({region_});
  make();
}

void KeptScreen::paint_anew() {
  std::string painted = screen_->painted(screen_->top_row());
  const std::int64_t top = screen_->top_row();
  if (!region_.empty()) {
    painted += region_ + move_to(screen_->cursor_row() - top, screen_->cursor_column());
  }
  gone_ += top;
  made_ = size_;
  steps_.clear();
  steps_size_ = 0;
  painted_ = painted.size();
  keep({std::move(painted)});
  make();
}

}  // namespace auweave::screen
