#include "screen/line_reader.h"

#include <algorithm>

#include "base/text.h"

namespace auweave::screen {
namespace {

bool is_text(std::string_view bytes) {
  const auto bad = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' &&
           c != '\x1B' && c != '\b' && c != '\f';
  };
  return base::valid_utf8(bytes) && std::none_of(bytes.begin(), bytes.end(), bad);
}

// A terminal without a size (ssh -tt from a script has one of 0x0) is as wide as this to its shell.
constexpr std::pair kSizeless{80, 24};

bool marks_a_prompt(std::string_view bytes) {
  return bytes.find("\x1B[?2004h") != std::string_view::npos ||
         bytes.find("\x1B]133;A") != std::string_view::npos;
}

}  // namespace

void LineReader::read(base::WallTime time, std::string_view bytes) {
  if (!screen_.has_window() && is_text(bytes) && marks_a_prompt(bytes)) {
    if (!partial_.empty()) output_.row(std::exchange(partial_, ""), false);
    screen_.window(kSizeless.first, kSizeless.second);
  }
  if (!screen_.has_window()) return read_plain(bytes);
  if (state_ == State::prompting && time > prompted_) look_for_prompt(false);
  if (loose() && time > now_) look_for_stop(time);
  now_ = time;
  for (const Sequences::Piece& piece : sequences_.read(bytes)) {
    feed(piece.bytes);
    if (piece.mark.has_value() && !screen_.alternate()) mark(piece, time);
  }
  if (loose()) flush();
}

// A shell without marks waits behind its prompt, too. What stood for a moment only may be half of
// the prompt.
void LineReader::look_for_stop(base::WallTime until) {
  if (!screen_.awake() || screen_.alternate()) return;
  const bool rested = until.ms() - now_.ms() >= kRestMs;
  const std::int64_t row = screen_.cursor_row();
  if (stop_.has_value() && stop_->row == row && (stop_->rested || !rested)) return;
  const int column = screen_.cursor_column();
  Row shown = screen_.row(row, column);
  if (shown.text.empty() || column > shown.used + 1) return;
  if (column == shown.used + 1) shown.text += ' ';
  stop_ = Stop{row, shown.text, now_, {}, rested};
}

bool LineReader::take_stopped(const Row& row, std::int64_t number) {
  if (!stop_.has_value() || number < stop_->row) return false;
  stop_->text += row.text;
  if (row.wrapped) return true;
  const Stop stop = *std::exchange(stop_, std::nullopt);
  EnteredLine line;
  line.prompt = stop.prompt;
  if (stop.text.starts_with(stop.prompt)) line.line = stop.text.substr(stop.prompt.size());
  line.prompted = stop.prompted;
  line.entered = now_;
  line.rested = stop.rested;
  if (line.line.empty()) return false;
  output_.maybe_entered(line);
  return true;
}

// Without a terminal rows end with a newline alone, and what comes may be anything.
void LineReader::read_plain(std::string_view bytes) {
  if (!is_text(bytes)) return output_.binary(bytes.size());
  for (const char c : bytes) {
    if (c == '\n') {
      output_.row(std::exchange(partial_, ""), false);
    } else if (c != '\r' && partial_.size() < kLongestPartial) {
      partial_ += c;
    }
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
      return prompt(time);
    case Mark::typing:
      if (state_ == State::prompting) look_for_prompt(true);
      return;
    case Mark::entered:
      return enter(time);
    case Mark::finished:
      if (piece.status.has_value()) output_.finished(*piece.status);
  }
}

void LineReader::prompt(base::WallTime time) {
  if (state_ == State::prompting) return;
  const std::int64_t row = screen_.cursor_row();
  take_rows(row);
  column_ = screen_.cursor_column();
  // Output that ends without a newline stands before the prompt.
  if (column_ > 0) take_row(screen_.row(row, column_));
  state_ = State::prompting;
  loose_ = false;
  stop_.reset();
  prompted_ = time;
  prompt_.reset();
  candidate_.clear();
  typed_.clear();
  from_ = 0;
  above_ = 0;
  screen_.clear();
  screen_.wake();
  if (column_ > 0) screen_.feed("\x1B[" + std::to_string(column_ + 1) + "G");
  output_.prompted(time);
}

void LineReader::enter(base::WallTime time) {
  if (state_ != State::prompting) return;
  // Enter moved on to the next row; a shell that left at the end of input did not.
  const std::int64_t row = screen_.cursor_row();
  const bool moved = screen_.cursor_column() == 0 && (row > 0 || !typed_.empty());
  EnteredLine line;
  split(typed_until(moved ? 0 : screen_.cursor_column()), line);
  // A shell that drew its line anew behind Enter (the window got another size just then) goes on in
  // the same row, over what stands there.
  const bool redrawn = !moved && !line.line.empty();
  if (redrawn) screen_.feed("\r\x1B[K");
  line.prompted = prompted_;
  line.entered = time;
  state_ = State::running;
  goes_on_ = false;
  typed_.clear();
  from_ = moved || redrawn ? row : row + 1;
  output_.entered(line);
}

// A shell writes its prompt at once, and then waits for somebody to type. `sure`: it says itself that
// the prompt ends here.
void LineReader::look_for_prompt(bool sure) {
  if (prompt_.has_value() && !sure) return;
  screen_.wake();
  std::string text = typed_until(screen_.cursor_column());
  if (text.empty() && !sure) return;
  const bool again = !last_prompt_.empty() && text.starts_with(last_prompt_);
  if (again && !sure) text = last_prompt_;
  if (sure || again || looks_like_prompt(text)) {
    prompt_ = text;
    last_prompt_ = text;
    output_.prompt_known(text);
  } else if (candidate_.empty()) {
    candidate_ = text;
  }
}

void LineReader::split(std::string text, EnteredLine& line) const {
  while (text.ends_with('\n')) text.pop_back();
  std::string prompt = prompt_.value_or("");
  // A shell may have redrawn it with something else, or typing was ahead of it.
  if (prompt.empty() || !text.starts_with(prompt.substr(0, prompt.find_last_not_of(' ') + 1))) {
    prompt = !last_prompt_.empty() && text.starts_with(last_prompt_)
                 ? last_prompt_
                 : text.substr(0, prompt_end(text));
    if (prompt.empty() && text.starts_with(candidate_)) prompt = candidate_;
  }
  line.prompt = prompt;
  // Drawn anew below itself.
  const std::size_t again = prompt.empty() ? std::string::npos : text.rfind("\n" + prompt);
  if (again != std::string::npos) text.erase(0, again + 1);
  line.line = text.substr(std::min(prompt.size(), text.size()));
  while (line.line.ends_with(' ')) line.line.pop_back();
}

// From the prompt's first column to before `column` of the cursor's row.
std::string LineReader::typed_until(int column) const {
  std::string text = typed_;
  const std::int64_t last = screen_.cursor_row();
  for (std::int64_t number = screen_.top_row(); number < last; ++number) {
    append_typed(screen_.row(number), text);
  }
  if (column > 0) {
    Row row = screen_.row(last, column);
    row.text.append(static_cast<std::size_t>(std::max(column - row.used, 0)), ' ');
    text += row.text;
  }
  if (column_ > 0) {
    // What stood there before the prompt is not on this screen: its columns are blank.
    const auto blanks = std::min<std::size_t>(static_cast<std::size_t>(column_), text.size());
    text.erase(0, std::min(blanks, std::min(text.find_first_not_of(' '), text.size())));
  }
  return text;
}

// A line that is longer than the screen is wide: a blank in the last column cannot be seen.
void LineReader::append_typed(const Row& row, std::string& text) const {
  const int columns = screen_.columns();
  text.append(row.text);
  if (row.wrapped) return;
  text += row.used == columns - 1 ? ' ' : '\n';
}

void LineReader::row_left(Row row) {
  const std::int64_t number = above_++;
  if (number < from_) return;
  from_ = number + 1;
  if (state_ == State::prompting) return append_typed(row, typed_);
  if (loose() && take_stopped(row, number)) return;
  take_row(row);
}

void LineReader::take_row(const Row& row) {
  output_.row(row.text, goes_on_);
  goes_on_ = row.wrapped;
}

// Rows that are on the screen and above `until`. A program that cleared the screen went back: then
// what is on it now is what it showed.
void LineReader::take_rows(std::int64_t until) {
  from_ = until < from_ ? screen_.top_row() : std::max(from_, screen_.top_row());
  for (; from_ < until; ++from_) {
    const Row row = screen_.row(from_);
    if (loose() && take_stopped(row, from_)) continue;
    take_row(row);
  }
}

void LineReader::flush() {
  if (state_ == State::prompting || !screen_.awake() || screen_.alternate()) return;
  if (screen_.cursor_row() > from_) take_rows(screen_.cursor_row());
}

void LineReader::finish() {
  if (!partial_.empty()) output_.row(std::exchange(partial_, ""), false);
  if (state_ == State::prompting) return rest();
  if (screen_.awake() && !screen_.alternate()) take_last();
  // Should anything come all the same, it begins on an empty screen.
  screen_.clear();
  column_ = 0;
  from_ = 0;
  above_ = 0;
}

void LineReader::take_last() {
  const std::int64_t row = screen_.cursor_row();
  take_rows(row);
  const Row last = screen_.row(row);
  // The prompt of a shell without marks, at which nothing was typed any more.
  if (loose()) look_for_stop(now_);
  const bool prompt = stop_.has_value() && stop_->row == row && looks_like_prompt(last.text) &&
                      (stop_->prompt == last.text || stop_->prompt == last.text + ' ');
  if (!last.text.empty() && !prompt) take_row(last);
}

void LineReader::rest() {
  if (state_ == State::prompting) screen_.rest();
}

}  // namespace auweave::screen
