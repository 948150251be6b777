#include "screen/shown_lines.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace auweave::screen {
namespace {

// Rows that came within this of each other are shown together.
constexpr std::int64_t kTogetherMs = 50;
constexpr std::size_t kLongestPartial = 4096;

bool is_text(std::string_view bytes) {
  const auto bad = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' &&
           c != '\x1B' && c != '\b' && c != '\f';
  };
  return base::valid_utf8(bytes) && std::none_of(bytes.begin(), bytes.end(), bad);
}

}  // namespace

void ShownLines::window(int columns, int rows) { wanted_ = {columns, rows}; }

// A recording may claim a thousand sizes in a row; only one that output follows matters.
void ShownLines::apply_window() {
  if (!wanted_.has_value() || wanted_ == size_) return;
  size_ = wanted_;
  if (screen_.has_value()) {
    screen_->resize(size_->first, size_->second);
  } else {
    Screen::Above& above = *this;
    screen_.emplace(size_->first, size_->second, above);
  }
}

void ShownLines::output(base::WallTime time, std::string_view bytes) {
  now_ = time;
  apply_window();
  if (!screen_.has_value()) return plain(time, bytes);
  for (const Sequences::Piece& piece : sequences_.read(bytes)) {
    feed(time, piece.bytes);
    if (piece.mark.has_value() && !screen_->alternate()) mark(*piece.mark, time);
  }
  if (state_ == State::unmarked) show_unmarked(time);
}

void ShownLines::feed(base::WallTime time, std::string_view bytes) {
  screen_->feed(bytes);
  if (screen_->take_alternate_shown()) current(time).full_screen = true;
}

// Without a terminal rows end with a newline alone, and what comes may be anything.
void ShownLines::plain(base::WallTime time, std::string_view bytes) {
  ShownLine& shown = current(time);
  if (!is_text(bytes)) {
    shown.binary += bytes.size();
    return;
  }
  for (const char c : bytes) {
    if (c == '\n') {
      shown.output.add(std::exchange(partial_, ""), false, keep_);
    } else if (c != '\r' && partial_.size() < kLongestPartial) {
      partial_ += c;
    }
  }
}

ShownLine& ShownLines::current(base::WallTime time) {
  if (lines_.empty()) {
    ShownLine& first = lines_.emplace_back();
    first.entered = time;
  }
  return lines_.back();
}

void ShownLines::row_left(Row row) {
  const std::int64_t number = above_++;
  if (number < from_) return;
  from_ = number + 1;
  take_row(std::move(row));
}

// What a recording keeps in memory is bounded; rows above that are counted.
void ShownLines::keep_row(std::string text, bool goes_on) {
  kept_bytes_ += text.size();
  const bool enough = kept_bytes_ > kMostBytes && keep_.all == nullptr;
  current(now_).output.add(std::move(text), goes_on, enough ? Keep{0, 0, nullptr} : keep_);
}

void ShownLines::take_row(Row row) {
  if (state_ == State::prompting) {
    typed_.append(row.text).append(row.wrapped ? "" : "\n");
  } else {
    keep_row(std::move(row.text), goes_on_);
    goes_on_ = row.wrapped;
  }
}

// Rows that are on the screen and above `until`. A program that cleared the screen went back: then
// what is on it now is what it showed.
void ShownLines::take_rows(std::int64_t until) {
  from_ = until < from_ ? screen_->top_row() : std::max(from_, screen_->top_row());
  for (; from_ < until; ++from_) take_row(screen_->row(from_));
}

void ShownLines::mark(Mark mark, base::WallTime time) {
  if (mark == Mark::typing || mark == Mark::finished) return;
  const std::int64_t row = screen_->cursor_row();
  if (mark == Mark::prompt) {
    if (state_ == State::prompting) return;
    take_rows(row);
    state_ = State::prompting;
    prompted_ = time;
    typed_.clear();
    return;
  }
  if (state_ != State::prompting) return;
  // Enter moved on to the next row; a shell that left at the end of input did not.
  take_rows(row);
  if (typed_.empty()) typed_ = screen_->row(row, screen_->cursor_column()).text;
  while (typed_.ends_with('\n')) typed_.pop_back();
  state_ = State::running;
  goes_on_ = false;
  from_ = row;
  if (lines_.size() >= kMostLines) {
    keep_row(std::exchange(typed_, ""), false);
    return;
  }
  ShownLine& shown = lines_.emplace_back();
  shown.line = std::exchange(typed_, "");
  shown.prompted = std::exchange(prompted_, std::nullopt);
  shown.entered = time;
}

void ShownLines::show_unmarked(base::WallTime time) {
  const std::int64_t row = screen_->cursor_row();
  if (row <= from_) return;
  const bool fresh = !lines_.empty() && lines_.size() < kMostLines &&
                     time.ms() - lines_.back().entered.ms() > kTogetherMs;
  if (fresh) lines_.emplace_back().entered = time;
  take_rows(row);
}

std::vector<ShownLine> ShownLines::finish() {
  if (screen_.has_value()) {
    take_rows(screen_->cursor_row());
    Row last = screen_->row(screen_->cursor_row());
    if (state_ == State::prompting) {
      ShownLine& shown = lines_.emplace_back();
      shown.line = std::exchange(typed_, "") + last.text;
      shown.prompted = prompted_;
      shown.entered = now_;
    } else if (!last.text.empty()) {
      take_row(std::move(last));
    }
  } else if (!partial_.empty()) {
    current(now_).output.add(std::exchange(partial_, ""), false, keep_);
  }
  screen_.reset();
  return std::move(lines_);
}

}  // namespace auweave::screen
