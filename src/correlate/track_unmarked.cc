// The part of Track that reads shells and programs without marks (waiting_rows.h).
#include <algorithm>

#include "correlate/line_choice.h"
#include "correlate/prompt.h"
#include "correlate/track.h"
#include "screen/typed_text.h"

namespace auweave::correlate {
namespace {

// "DB<1>" and "DB<2>" are prompts of one program.
std::string without_digits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

std::string identity_of(std::string_view prompt) { return without_digits(prompt_identity(prompt)); }

// Size of "> " at the beginning, perhaps behind what the first prompt begins with, too ("(ins)").
std::size_t more_prompt(std::string_view text, std::string_view first) {
  const std::size_t at = text.find("> ");
  const bool begins = at != text.npos && first.starts_with(text.substr(0, at));
  return begins ? at + 2 : 0;
}

}  // namespace

void Track::row(std::string_view text, bool goes_on) {
  if (!reader_.loose()) return show(text, goes_on);
  if (leads_) wait({std::string(text), goes_on, now_, {}, {}, false, false});
}

void Track::maybe_entered(const screen::EnteredLine& line) {
  if (!leads_) return;
  if (screen::looks_like_prompt(line.prompt) || asks_for_more(line.prompt)) {
    stood_ = line.entered;
    const bool first = expected_.has_value() && expected_->identity.empty();
    if (first && line.prompted >= expected_->since) expected_->identity = identity_of(line.prompt);
  }
  std::string text = line.prompt + line.line;
  if (line.line.empty()) drop_last_blanks(text);
  wait({std::move(text), false, line.entered, line, {}, false, false});
}

void Track::wait(WaitingRows::Row row) {
  if (row.goes_on && waiting_.append(row.text)) return;
  if (prompts_in(row.text).count > 0) {
    waiting_.end_echoes(row.shown);
  } else {
    row.plain = !prompt_.empty() && is_plausible(row.text);
  }
  waiting_.add(std::move(row));
  while (waiting_.full()) settle();
}

std::size_t Track::held() const {
  std::size_t ahead = 0;
  for (const Ahead& each : ahead_) ahead += sizeof(each) + each.line.size();
  return held_ + waiting_.bytes() + orphans_.size() + ahead;
}

void Track::settle_all() {
  while (!waiting_.empty()) settle();
}

void Track::settle_programs_rows(base::WallTime time) {
  if (!expected_.has_value() || expected_->where != Where::repl) return;
  while (!waiting_.empty() && waiting_.front().shown <= base::later(time, kClockMs)) settle();
}

// Decides the front row: it is a line, the beginning of one that was typed ahead, or output.
void Track::settle() {
  if (is_rest()) return take_rest(waiting_.take());
  if (is_ahead(waiting_.front())) return put_ahead(waiting_.take().text);
  WaitingRows::Row row = waiting_.take();
  if (run_ahead(row)) return;
  if (row.line_at.has_value()) return believe(row);
  if (is_drawn_again(row)) {
    drawn_ = row.text;
    return;
  }
  const bool drawn = !drawn_.empty() && row.text.starts_with(drawn_);
  drawn_.clear();
  if (drawn || accepts(row)) return believe(row);
  if (is_empty_line(row)) return;
  interrupt(row);
  skip_more(row.text);
  show(row.text, row.goes_on);
}

// Returns the size of the first prompt at the beginning of a row.
std::size_t Track::next_prompt(std::string_view row) const {
  if (const std::size_t size = prompt_size(row, prompt_); size > 0) return size;
  // Blanks at the end of a row are not told.
  std::string_view bare = prompt_;
  bare.remove_suffix(bare.size() - (bare.find_last_not_of(' ') + 1));
  return !bare.empty() && prompt_size(row, bare) == row.size() ? row.size() : 0;
}

Track::Prompted Track::prompts_in(std::string_view text) const {
  Prompted found;
  while (found.size < text.size() && found.count < kMostPrompts) {
    const std::size_t size = next_prompt(text.substr(found.size));
    if (size == 0) break;
    found.last = found.size;
    found.size += size;
    ++found.count;
  }
  return found;
}

// Somebody typed behind the prompt.
bool Track::is_typed(const WaitingRows::Row& row) const {
  if (row.line_at.has_value()) return true;
  if (!row.stop.has_value() || !row.stop->rested) return false;
  const std::string& stood = row.stop->prompt;
  return prompts_in(stood).size == stood.size() || (!prompt_.empty() && stood.ends_with(prompt_));
}

// Nothing stands before it, though a prompt is known.
bool Track::is_bare(const WaitingRows::Row& row) const {
  return !prompt_.empty() && prompts_in(row.text).count == 0;
}

// Enter alone.
bool Track::is_empty_line(const WaitingRows::Row& row) {
  const Prompted prompts = prompts_in(row.text);
  if (prompts.count == 0 || prompts.size != row.text.size()) return false;
  prompt_at(row.shown);
  return true;
}

// Output of a program in the background stands behind the prompt.
void Track::interrupt(WaitingRows::Row& row) {
  const Prompted prompts = prompts_in(row.text);
  if (prompts.count == 0 || edits_) return;
  prompt_at(row.shown);
  interrupted_ = true;
  row.text.erase(0, prompts.size);
}

// A shell draws its prompt and what was typed anew in the next row (Ctrl-L of mksh, a list of what could
// complete a word).
bool Track::is_drawn_again(const WaitingRows::Row& row) const {
  const Prompted prompts = prompts_in(row.text);
  if (prompts.count == 0 || prompts.size >= row.text.size()) return false;
  if (waiting_.empty()) return reader_.standing().starts_with(row.text);
  const WaitingRows::Row& next = waiting_.front();
  return next.text.starts_with(row.text) && !is_typed(next);
}

// While a shell asks for the rest of a line it shows nothing else.
bool Track::is_rest() {
  const Command* command = current();
  const bool prompted = prompts_in(waiting_.front().text).count > 0;
  return !prompted && command != nullptr && command->typed && command->where == Where::local &&
         command->silent() && command->line.size() < LineCalls::kMostBytes &&
         LineCalls(command->line).is_open();
}

void Track::take_rest(const WaitingRows::Row& row) {
  Command* command = current();
  std::string_view text = row.text;
  const bool stood = row.stop.has_value() && asks_for_more(row.stop->prompt);
  const std::size_t prompt = stood ? row.stop->prompt.size() : more_prompt(text, prompt_);
  if (prompt == 0) ++more_due_;
  text.remove_prefix(prompt);
  if (command->line.size() + text.size() < Command::kLongestLine)
    command->line.append("\n").append(text);
  command->started = row.shown;
  command->last = std::max(command->last, row.shown);
}

// The prompts of rows that were typed ahead stand before the output.
void Track::skip_more(std::string& text) {
  while (more_due_ > 0 && text.starts_with("> ")) {
    text.erase(0, 2);
    --more_due_;
  }
}

// A line that executed nothing is believed behind a prompt that is known: of a shell if it is of
// builtins alone, since anything else would have executed something.
bool Track::accepts(const WaitingRows::Row& row) const {
  // A shell that edits lines shows what was typed ahead as if it were typed now. What other rows
  // begin with such a prompt?
  constexpr std::size_t distinct = 8;
  const std::size_t size = next_prompt(row.text);
  const bool shown = size >= distinct && row.text.size() > size;
  const auto is_shells = [](std::string_view line) { return is_plausible(line); };
  if (shown && is_shells(std::string_view(row.text).substr(size))) return true;
  if (!row.stop.has_value() || !row.stop->rested) return false;
  if (is_typed(row)) return row.text.size() > row.stop->prompt.size();
  const std::string identity = identity_of(row.stop->prompt);
  if (identity.empty()) return false;
  const bool proven = !prompt_.empty() && identity == identity_of(prompt_);
  const bool expected = expected_.has_value() && expected_->identity == identity;
  const bool more = asks_for_more(row.stop->prompt);
  if (expected_.has_value() && expected_->where != Where::local && (expected || more)) return true;
  return (proven || expected) && is_shells(row.stop->line);
}

void Track::believe(const WaitingRows::Row& row) {
  screen::EnteredLine line = row.stop.value_or(screen::EnteredLine{});
  const bool typed = line.rested && is_typed(row);
  const Prompted known = prompts_in(typed ? line.prompt : row.text);
  const std::size_t stood = known.count > 0 ? known.size : line.prompt.size();
  const std::size_t at = row.line_at.value_or(stood);
  if (!row.stop.has_value() || at != line.prompt.size()) {
    line.prompt = row.text.substr(0, at);
    line.line = row.text.substr(at);
    line.prompted = line.entered = row.shown;
  }
  drop_last_blanks(line.line);
  if (known.count > 1 && at == known.size) line.prompt.erase(0, known.last);
  // Output that ended without a newline stands before the prompt.
  if (!prompt_.empty() && line.prompt.size() > prompt_.size() && line.prompt.ends_with(prompt_)) {
    line.prompt.resize(line.prompt.size() - prompt_.size());
    show(line.prompt, row.goes_on);
    line.prompt = prompt_;
  }
  if (!lines_.empty()) line.entered = std::max(line.entered, lines_.back().entered);
  const bool first = prompt_.empty();
  edits_ = edits_ || (known.count > 0 && at == known.size && !line.rested);
  interrupted_ = false;
  prompt_at(line.prompted);
  entered(line);
  if (line.line.find("PS1=") != line.line.npos)
    expected_ =
        Expected{line.entered, contexts_.empty() ? Where::local : contexts_.back().where, ""};
  if (!contexts_.empty()) contexts_.back().prompt = prompt_;
  more_due_ = 0;
  waiting_.mark_echoes(row.shown, prompt_);
  if (first && !prompt_.empty())
    waiting_.mark_plain(
        [this](const WaitingRows::Row& each) { return is_bare(each) && is_plausible(each.text); });
}

void Track::claim(const ProcessAction& action) {
  if (!loose() || claim_ahead(action)) return;
  // Nothing is executed before a line is whole, however late the clocks are.
  const auto rests = [&] { return !waiting_.empty() && is_rest(); };
  settle_open(action.time());
  while (rests()) settle();
  const WaitingRows::Row* row =
      waiting_.claim(action.time(), action.argv, prompt_, is_named(action));
  if (row == nullptr) return claim_output(action);
  const auto& all = waiting_.rows();
  const auto number_of = [&] {
    const auto at = std::find_if(all.begin(), all.end(), [&](auto& each) { return &each == row; });
    return static_cast<std::size_t>(at - all.begin());
  };
  settle_before(number_of());
  // Typed ahead, it is executed later than shown; at an empty prompt, when Enter is.
  const bool apart = action.time().ms() - row->shown.ms() > 2 * kClockMs;
  const bool bare = *row->line_at == 0 && !row->stop.has_value() && !prompt_.empty();
  const bool below = interrupted_ && number_of() == 0;
  // By its arguments alone a row is no line, if no prompt took it.
  if (bare && LineCalls(row->text).fit(action.argv) == Fit::none && !is_prompted_below(number_of()))
    return waiting_.unclaim(number_of());
  if (bare && !below && (row->echo || apart || is_prompted_below(number_of())))
    return claim_echo(number_of(), action.time());
  claimed_ = action.time();
  settle_through(number_of());
  claimed_.reset();
  while (rests()) settle();
}

void Track::settle_through(std::size_t row) {
  for (std::size_t left = row + 1; left > 0 && !waiting_.empty(); --left) settle();
}

// Rows up to the last one with a prompt were shown before the row was entered.
void Track::settle_before(std::size_t row) {
  const auto& rows = waiting_.rows();
  while (row > 0 && prompts_in(rows[row - 1].text).count == 0) --row;
  if (row > 0) settle_through(row - 1);
}

// The rows below a line that is not whole belong to it.
void Track::settle_open(base::WallTime time) {
  const auto& rows = waiting_.rows();
  const std::size_t end = std::min(rows.size(), kMostPart);
  for (std::size_t i = 0; i < end; ++i) {
    if (base::later(rows[i].shown, -kEarlyMs) > time) return;
    if (rows[i].line_at.has_value() || !is_typed(rows[i])) continue;
    if (LineCalls(rows[i].stop->line).is_open()) return settle_through(i);
  }
}

}  // namespace auweave::correlate
