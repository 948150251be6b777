// Where a prompt ends, and what stands behind it.
#include <algorithm>

#include "screen/line_reader.h"
#include "screen/typed_text.h"

namespace auweave::screen {
namespace {

constexpr std::string_view kCut = ">....";

}  // namespace

// A shell writes its prompt at once, and then waits for somebody to type. `rested`: for as long as a
// person takes. `sure`: the shell says itself that
// the prompt ends here.
void LineReader::look_for_prompt(bool sure, bool rested) {
  if (prompt_.has_value() && !sure) return;
  if (!sure && looks_ >= kMostLooks) return;
  screen_.wake();
  if (screen_.cursor_row() - row_ > kTallestPrompt) return;
  std::string text = typed_until(screen_.cursor_row(), screen_.cursor_column());
  if ((text.empty() && !sure && !rested) || text.size() > kLongestPrompt) return;
  ++looks_;
  // Behind the line's beginning stands a prompt for its rest.
  const bool more = prompt_.has_value() && begins_with_prompt(text, *prompt_) &&
                    text.find('\n', prompt_->size()) != text.npos;
  if (more) {
    more_ = with_blanks(text.substr(text.rfind('\n') + 1));
    return;
  }
  if (!sure && begins_with_prompt(text, last_prompt_)) {
    text.resize(std::min(text.size(), last_prompt_.size()));
  } else if (!sure && redrawn_.has_value()) {
    text.resize(prompt_before(text, *redrawn_));
  } else if (!sure && !rested && !looks_like_prompt(text)) {
    if (candidate_.empty()) candidate_ = text;
    return;
  }
  know_prompt(std::move(text));
}

void LineReader::know_prompt(std::string text) {
  redrawn_.reset();
  prompt_ = text;
  if (!told_.empty()) return;
  last_prompt_ = std::move(text);
  told_ = with_blanks(last_prompt_);
  output_.prompt_known(told_);
}

// A shell without brackets asks for the rest of the line in a row below, and waits.
void LineReader::look_for_more() {
  const std::int64_t row = screen_.cursor_row();
  const bool typed_on = chunk_row_ == row && chunk_column_ > 0;
  if (row <= row_ || typed_on || !prompt_.has_value()) return;
  const int column = screen_.cursor_column();
  const Row shown = screen_.row(row, column);
  if (column != shown.used + 1 || column > 32 || !looks_like_prompt(shown.text)) return;
  more_ = with_blanks(shown.text) + ' ';
}

std::size_t LineReader::prompt_of(std::string_view text) const {
  // A shell may have redrawn it with something else, or typing was ahead of it.
  for (const std::string* prompt :
       {prompt_.has_value() ? &*prompt_ : &last_prompt_, &last_prompt_}) {
    if (begins_with_prompt(text, *prompt)) return std::min(prompt->size(), text.size());
  }
  if (redrawn_.has_value()) return prompt_before(text, *redrawn_);
  if (prompt_.has_value() && prompt_->empty()) return 0;
  const std::size_t end = prompt_end(with_blanks(std::string(text)));
  return end == 0 && begins_with_prompt(text, candidate_) ? candidate_.size() : end;
}

void LineReader::split(std::string text, EnteredLine& line) const {
  text.resize(text.find_last_not_of('\n') + 1);
  std::size_t size = prompt_of(text);
  // Drawn anew below itself.
  const std::size_t again = size == 0 ? text.npos : text.rfind("\n" + text.substr(0, size));
  if (again != text.npos) text.erase(0, again + 1);
  line.prompt = told_.empty() ? with_blanks(text.substr(0, size)) : told_;
  line.line = line_of(std::string_view(text).substr(size), brackets_ ? "" : more_);
  // zsh shows of a line that is taller than the screen the end alone.
  if (size == 0 && zle_ && line.line.starts_with(kCut)) {
    const std::size_t shown = line.line.find_first_not_of(" \n", kCut.size());
    line.line.replace(0, std::min(shown, line.line.size()), "…");
  }
}

// From the prompt's first column to before `column` of a row.
std::string LineReader::typed_until(std::int64_t row, int column) {
  std::string text = typed_;
  if (!screen_.spend((row - row_ + 1) * screen_.columns())) return text;
  const auto from = [&](std::int64_t number) { return number == row_ ? column_ : 0; };
  for (std::int64_t number = std::max(row_, screen_.top_row()); number < row; ++number) {
    append_typed(screen_.row(number, Screen::kMostColumns, from(number)),
                 screen_.columns() - from(number), text);
  }
  if (column > from(row)) {
    const Row shown = screen_.row(row, column, from(row));
    text.append(shown.text);
    text.append(static_cast<std::size_t>(std::max(column - from(row) - shown.used, 0)), ' ');
  }
  return text;
}

}  // namespace auweave::screen
