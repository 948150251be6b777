// What LineReader does at a prompt: from the prompt's mark to Enter.
#include <algorithm>

#include "screen/line_reader.h"
#include "screen/typed_text.h"

namespace auweave::screen {
namespace {

// bash and zsh show what was pasted in reverse.
constexpr std::string_view kPasted = "\x1B[7m";

}  // namespace

void LineReader::prompt(const Sequences::Piece& piece, base::WallTime time) {
  if (state_ == State::leaving) leave();
  if (state_ == State::prompting && after_finish_ && !piece.brackets) give_up_line();
  if (state_ == State::prompting) {
    // One shell does not switch brackets on twice: the first mark was no prompt's, or was faked.
    if (piece.brackets && brackets_) {
      give_up_line();
    } else {
      brackets_ = brackets_ || piece.brackets;
      if (piece.brackets && zle_ && !prompt_.has_value()) look_for_prompt(true);
      return;
    }
  }
  const std::int64_t row = screen_.cursor_row();
  const bool drawn = anchor_.has_value() && *anchor_ <= row &&
                     (screen_.cursor_column() > 0 || (zle_ && *anchor_ < row));
  brackets_ = piece.brackets;
  zle_ = drawn || (anchor_ == row && zle_);
  given_up_ = false;
  if (drawn) return begin_drawn_prompt(time);
  begin_prompt(time);
  // zsh marks behind its prompt, which is empty here.
  if (zle_) look_for_prompt(true);
}

// The rows since the mark were no prompt.
void LineReader::give_up_line() {
  if (!spilled_) spill();
  state_ = State::running;
  from_ = row_;
  goes_on_ = false;
}

// A shell whose PS1 was changed may have lost the marks in it, and still mark where commands begin and end.
void LineReader::begin_finished_prompt() {
  const Finished finished = *std::exchange(finished_, std::nullopt);
  if (brackets_ || state_ != State::running || !screen_.awake() || screen_.alternate()) return;
  if (finished.row < screen_.top_row()) return;
  take_rows(finished.row);
  row_ = from_ = finished.row;
  column_ = finished.column;
  now_prompting(finished.time);
  after_finish_ = true;
}

void LineReader::begin_prompt(base::WallTime time) {
  const std::int64_t row = screen_.cursor_row();
  take_rows(row);
  column_ = screen_.cursor_column();
  // Output that ends without a newline stands before the prompt.
  if (column_ > 0) take_row(screen_.row(row, column_));
  row_ = row;
  from_ = row;
  // A line editor takes it that its prompt begins in the first column, and draws as if it did.
  if (screen_.spend(2L * screen_.columns() * screen_.rows())) {
    row_ = from_ = above_ = 0;
    column_ = 0;
    screen_.clear();
    screen_.wake();
  }
  now_prompting(time);
}

// zsh has drawn its prompt already.
void LineReader::begin_drawn_prompt(base::WallTime time) {
  const std::int64_t row = *anchor_;
  take_rows(row);
  row_ = row;
  from_ = row;
  column_ = 0;
  if (screen_.spend(4L * screen_.columns() * screen_.rows())) {
    screen_.begin(row);
    row_ = from_ = above_ = 0;
  }
  now_prompting(time);
  look_for_prompt(true);
}

void LineReader::now_prompting(base::WallTime time) {
  state_ = State::prompting;
  loose_ = false;
  after_finish_ = false;
  finished_.reset();
  stop_.reset();
  anchor_.reset();
  prompted_ = time;
  prompt_.reset();
  redrawn_.reset();
  told_.clear();
  candidate_.clear();
  typed_.clear();
  spilled_ = false;
  foreign_ = false;
  looks_ = 0;
  chunk_row_ = screen_.cursor_row();
  chunk_column_ = screen_.cursor_column();
  output_.prompted(time);
}

// zsh erases the rest of the screen when it draws its prompt, at first and anew; clear does for bash.
void LineReader::erased(const Sequences::Piece& piece) {
  if (screen_.cursor_column() != 0) return;
  const std::int64_t row = screen_.cursor_row();
  if (state_ == State::running || state_ == State::unmarked) {
    if (piece.plain) anchor_ = row;
    anchored_ = now_;
    return;
  }
  if (state_ != State::prompting) return;
  zle_ = zle_ || piece.plain;
  if (prompt_.has_value()) {
    std::int64_t last = row_;
    while (last < row_ + kTallestPrompt && screen_.row(last).used > 0) ++last;
    const std::string text = typed_until(last, 0);
    redrawn_ = line_of(std::string_view(text).substr(prompt_of(text)), "");
    prompt_.reset();
  }
  typed_.clear();
  row_ = row;
  column_ = 0;
  looks_ = 0;
}

void LineReader::enter(const Sequences::Piece& piece, base::WallTime time) {
  if (state_ == State::running && finished_.has_value()) begin_finished_prompt();
  if (state_ != State::prompting) return;
  if (redrawn_.has_value()) look_for_prompt(false);
  const std::int64_t row = screen_.cursor_row();
  entered_ = time;
  entered_row_ = row;
  given_up_ = zle_ && keypad_off_ && piece.keypad_on;
  keypad_off_ = keypad_off_ || (zle_ && piece.keypad_off);
  // Enter moved on to the next row; a shell that left at the end of input did not.
  const bool moved = screen_.cursor_column() == 0 && (row > row_ || !typed_.empty());
  if (piece.brackets && (zle_ || !moved)) {
    state_ = State::leaving;
  } else {
    end_line(moved);
  }
}

// The cursor is below the line, or output begins.
void LineReader::leave() {
  end_line(screen_.cursor_column() == 0 && screen_.cursor_row() > entered_row_);
}

void LineReader::end_line(bool moved) {
  const std::int64_t row = screen_.cursor_row();
  EnteredLine line;
  split(typed_until(row, moved ? 0 : screen_.cursor_column()), line);
  // A shell that drew its line anew behind Enter (the window got another size just then) goes on in
  // the same row, over what stands there.
  const bool redrawn = !moved && !line.line.empty();
  if (redrawn) screen_.feed("\r\x1B[K");
  line.prompted = prompted_;
  line.entered = entered_;
  if (spilled_) line.line += "…";
  if (given_up_) line.line += "^C";
  state_ = State::running;
  goes_on_ = false;
  typed_.clear();
  anchor_.reset();
  from_ = moved || redrawn ? row : row + 1;
  output_.entered(line);
}

void LineReader::time_passes(base::WallTime time, std::string_view bytes) {
  screen_.wake();
  const bool pasted = bytes.starts_with(kPasted);
  if (foreign_ && (pasted || (bytes.front() != '\x1B' && bytes.front() != '\r'))) {
    if (time.ms() - now_.ms() < kForeignMs) return;
    take_foreign();
  }
  foreign_ = false;
  // A shell that has drawn nothing may draw still; a person types a letter.
  const bool drawn = screen_.cursor_row() > row_ || screen_.cursor_column() > column_;
  const bool typed = static_cast<unsigned char>(bytes.front()) > ' ' || pasted;
  const bool rested = time.ms() - now_.ms() >= kRestMs && (drawn || typed);
  if (time > prompted_) look_for_prompt(false, rested);
  if (time > now_ && !brackets_) look_for_more();
  chunk_row_ = screen_.cursor_row();
  chunk_column_ = screen_.cursor_column();
}

// A line editor that goes down writes a return behind the newline, or more than one before it, or
// draws on at once.
void LineReader::note_foreign(std::string_view bytes) {
  const bool ended = bytes.ends_with("\r\n") && !bytes.ends_with("\r\r\n") &&
                     (foreign_ || bytes.front() != '\x1B') &&
                     bytes.find_first_not_of("\r\n") != bytes.npos;
  foreign_ = ended && brackets_ && prompt_.has_value() && screen_.cursor_column() == 0 &&
             screen_.cursor_row() > chunk_row_ && chunk_row_ >= row_;
}

// What another program wrote is told. The line goes on below it, where its editor thinks to be.
void LineReader::take_foreign() {
  std::string text = typed_until(chunk_row_, chunk_column_);
  const auto size = static_cast<std::int64_t>(text.size());
  if (!screen_.spend(2 * KeptScreen::kCreditOfByte * size)) return;
  const std::int64_t until = screen_.cursor_row();
  goes_on_ = false;
  for (std::int64_t row = std::max(chunk_row_, screen_.top_row()); row < until; ++row) {
    Row shown = screen_.row(row, Screen::kMostColumns, row == chunk_row_ ? chunk_column_ : 0);
    if (row > chunk_row_ || shown.used > 0) take_row(std::move(shown));
  }
  typed_.clear();
  row_ = until;
  from_ = std::max(from_, until);
  column_ = 0;
  for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.insert(at, "\r");
  screen_.feed(with_blanks(std::move(text)));
}

// More was typed than a person types, or no line at all.
void LineReader::spill() {
  spilled_ = true;
  std::string_view text = typed_;
  goes_on_ = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    take_row({std::string(text.substr(0, end)), false, false, 0});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace auweave::screen
