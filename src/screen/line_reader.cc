#include "screen/line_reader.h"

#include <algorithm>

#include "base/text.h"
#include "screen/typed_text.h"

namespace auweave::screen {
namespace {

bool is_text(std::string_view bytes) {
  const auto bad = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' &&
           c != '\x1B' && c != '\b' && c != '\f' && c != '\a';
  };
  return base::valid_utf8(bytes) && std::none_of(bytes.begin(), bytes.end(), bad);
}

// A terminal without a size (ssh -tt from a script has one of 0x0) is as large as this to its shell.
constexpr std::pair kSizeless{80, 24};

bool marks_a_prompt(std::string_view bytes) {
  return bytes.find("\x1B[?2004h") != std::string_view::npos ||
         bytes.find("\x1B]133;A") != std::string_view::npos;
}

// What Sequences let through is ESC and a character, or ESC [ and parameters up to a letter.
std::string without_sequences(std::string_view bytes) {
  std::string text;
  enum { none, escape, control } within = none;
  for (const char c : bytes) {
    if (within == none && c != '\x1B') {
      text += c;
    } else if (c == '\x1B') {
      within = escape;
    } else if (within == escape) {
      within = c == '[' ? control : none;
    } else if (c >= '@') {
      within = none;
    }
  }
  return text;
}

}  // namespace

void LineReader::window(int columns, int rows) {
  const bool none = columns <= 0 && rows <= 0;
  if (none && screen_.has_window()) return;
  if (!partial_.empty()) output_.row(std::exchange(partial_, ""), false);
  screen_.window(columns > 0 ? columns : kSizeless.first, rows > 0 ? rows : kSizeless.second);
}

void LineReader::read(base::WallTime time, std::string_view bytes) {
  if (!screen_.has_window() && is_text(bytes) && marks_a_prompt(bytes)) window(0, 0);
  if (!screen_.has_window()) return read_plain(bytes);
  if (bytes.empty()) return;
  if (finished_.has_value() && time.ms() - now_.ms() >= kRestMs) begin_finished_prompt();
  if (state_ == State::prompting) time_passes(time, bytes);
  if (loose() && time > now_) look_for_stop(time);
  now_ = time;
  // busybox goes to the next row itself.
  if (stop_.has_value() && bytes.find("\r\r\n") != bytes.npos) stop_->turns = true;
  for (const Sequences::Piece& piece : sequences_.read(bytes)) {
    feed(piece.bytes);
    if (piece.mark.has_value() && !screen_.alternate()) mark(piece, time);
  }
  if (state_ == State::leaving && screen_.cursor_row() > entered_row_) leave();
  if (loose()) flush();
  if (state_ == State::prompting) note_foreign(bytes);
}

// A shell without marks waits behind its prompt, too. What stood for a moment only may be half of
// the prompt.
void LineReader::look_for_stop(base::WallTime until) {
  if (!screen_.awake() || screen_.alternate()) return;
  // What is typed behind the prompt goes on in the next row.
  if (stop_.has_value() && !stop_->text.empty()) return;
  const bool rested = until.ms() - now_.ms() >= kRestMs;
  const std::int64_t row = screen_.cursor_row();
  if (stop_.has_value() && stop_->row == row && (stop_->rested || !rested)) return;
  const int column = screen_.cursor_column();
  Row shown = screen_.row(row, column);
  if (shown.text.empty() || column > shown.used + 1) return;
  std::string text = with_blanks(std::move(shown.text));
  if (column == shown.used + 1) text += ' ';
  stop_ = Stop{row, std::move(text), now_, {}, rested, false};
}

bool LineReader::take_stopped(const Row& row, std::int64_t number) {
  if (!stop_.has_value() || number < stop_->row) return false;
  if (stop_->text.size() > kMostTyped) {
    // Nobody types so much.
    output_.row(std::exchange(stop_, std::nullopt)->text, false);
    goes_on_ = true;
    return false;
  }
  stop_->text += with_blanks(row.text);
  if (row.wrapped || (row.full && stop_->turns)) return true;
  const Stop stop = *std::exchange(stop_, std::nullopt);
  EnteredLine line;
  line.prompt = stop.prompt;
  if (stop.text.starts_with(stop.prompt)) line.line = stop.text.substr(stop.prompt.size());
  line.prompted = stop.prompted;
  line.entered = now_;
  line.rested = stop.rested;
  output_.maybe_entered(line);
  return true;
}

// Without a terminal rows end with a newline alone, and what comes may be anything.
void LineReader::read_plain(std::string_view bytes) {
  if (!is_text(bytes)) return output_.binary(bytes.size());
  for (const Sequences::Piece& piece : sequences_.read(bytes)) {
    for (const char c : without_sequences(piece.bytes)) take_plain(c);
  }
}

void LineReader::take_plain(char c) {
  if (c == '\n') return output_.row(std::exchange(partial_, ""), false);
  if (partial_.size() >= kLongestPartial) {
    if (!partial_.ends_with("…")) partial_ += "…";
  } else if (c == '\t') {
    partial_.append(8 - partial_.size() % 8, ' ');
  } else if (static_cast<unsigned char>(c) >= 0x20) {
    partial_ += c;
  }
}

void LineReader::feed(std::string_view bytes) {
  screen_.feed(bytes);
  if (screen_.take_alternate_shown()) output_.full_screen();
  if (!std::exchange(refused_, false) || !screen_.alternate()) return;
  screen_.feed("\x1B[?47l\x1B[?1047l\x1B[?1049l");
  screen_.take_alternate_shown();
}

void LineReader::mark(const Sequences::Piece& piece, base::WallTime time) {
  switch (*piece.mark) {
    case Mark::prompt:
      return prompt(piece, time);
    case Mark::typing:
      if (state_ == State::prompting) look_for_prompt(true);
      return;
    case Mark::entered:
      return enter(piece, time);
    case Mark::left:
      if (state_ == State::leaving) leave();
      return;
    case Mark::erased:
      return erased(piece);
    case Mark::filled:
      return filled(piece);
    case Mark::finished:
      if (state_ == State::running && !brackets_)
        finished_ = Finished{screen_.cursor_row(), screen_.cursor_column(), time};
      if (piece.status.has_value()) output_.finished(*piece.status);
  }
}

// Before it draws a prompt, zsh marks a last row that has no newline with a sign, and fills a row with
// blanks behind the sign: they end where they began, a row below.
void LineReader::filled(const Sequences::Piece& piece) {
  const int column = screen_.cursor_column();
  const int width = screen_.columns();
  const int sign = width - piece.blanks;
  const bool turns = screen_.row(screen_.cursor_row()).used == 0 && column > 0;
  if (state_ == State::prompting || !turns || sign < -1 || sign > 4) return;
  if (screen_.row(screen_.cursor_row() - 1, Screen::kMostColumns, column).used > 4) return;
  const std::string at = std::to_string(column + 1) + "G";
  screen_.feed("\x1B[A\x1B[" + at + "\x1B[K\x1B[B\x1B[" + at);
}

void LineReader::row_left(Row row) {
  const std::int64_t number = above_++;
  if (number < from_) return;
  from_ = number + 1;
  if (state_ == State::prompting || state_ == State::leaving) {
    if (number < row_) return;
    row_ = number + 1;
    column_ = 0;
    if (spilled_) return take_row(std::move(row));
    append_typed(std::move(row), screen_.columns(), typed_);
    if (typed_.size() > kMostTyped) spill();
    return;
  }
  if (loose() && take_stopped(row, number)) return;
  take_row(std::move(row));
}

void LineReader::take_row(Row row) {
  if (!row.wrapped) row.text.resize(row.text.find_last_not_of(std::string_view(" \0", 2)) + 1);
  output_.row(with_blanks(std::move(row.text)), goes_on_);
  goes_on_ = row.wrapped;
}

// Rows that are on the screen and above `until`. A program that cleared the screen went back: then
// what is on it now is what it showed.
void LineReader::take_rows(std::int64_t until) {
  const bool again = until < from_;
  if (again && !screen_.spend((until - screen_.top_row()) * screen_.columns())) from_ = until;
  from_ = until < from_ ? screen_.top_row() : std::max(from_, screen_.top_row());
  for (; from_ < until; ++from_) {
    Row row = screen_.row(from_);
    if (loose() && take_stopped(row, from_)) continue;
    take_row(std::move(row));
  }
}

void LineReader::flush() {
  const bool typing = state_ == State::prompting || state_ == State::leaving;
  if (typing || !screen_.awake() || screen_.alternate()) return;
  // zsh may be drawing a prompt of several rows.
  const bool drawing = anchor_.has_value() && now_.ms() - anchored_.ms() < kDrawMs;
  const std::int64_t until =
      drawing ? std::min(*anchor_, screen_.cursor_row()) : screen_.cursor_row();
  // An editor of lines went back to a row of its line.
  const bool back = stop_.has_value() && !stop_->text.empty() && until < from_ &&
                    until >= stop_->row && stop_->row >= screen_.top_row();
  if (back) {
    from_ = stop_->row;
    stop_->text.clear();
  }
  if (until > from_) take_rows(until);
}

void LineReader::finish() {
  if (!partial_.empty()) output_.row(std::exchange(partial_, ""), false);
  if (state_ == State::leaving) leave();
  if (state_ == State::prompting) return rest();
  if (screen_.awake() && !screen_.alternate()) take_last();
  // Should anything come all the same, it begins on an empty screen.
  screen_.clear();
  column_ = 0;
  from_ = 0;
  above_ = 0;
  anchor_.reset();
}

void LineReader::take_last() {
  const std::int64_t row = screen_.cursor_row();
  take_rows(row);
  Row last = screen_.row(row);
  // The prompt of a shell without marks, at which nothing was typed any more.
  if (loose()) look_for_stop(now_);
  const std::string text = with_blanks(last.text);
  const bool prompt = stop_.has_value() && stop_->row == row && looks_like_prompt(text) &&
                      (stop_->prompt == text || stop_->prompt == text + ' ');
  last.wrapped = false;
  if (last.used > 0 && !prompt) take_row(std::move(last));
}

std::string LineReader::standing() const {
  if (!screen_.awake() || screen_.alternate()) return "";
  const int column = screen_.cursor_column();
  Row shown = screen_.row(screen_.cursor_row(), column);
  std::string text = with_blanks(std::move(shown.text));
  text.append(static_cast<std::size_t>(std::max(column - shown.used, 0)), ' ');
  return text;
}

void LineReader::rest() {
  if (state_ == State::prompting) screen_.rest();
}

}  // namespace auweave::screen
