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

void trim(std::string& text) {
  while (text.ends_with(' ')) text.pop_back();
}

}  // namespace

void Track::row(std::string_view text, bool goes_on) {
  if (!reader_.loose()) return show(text, goes_on);
  if (leads_) wait({std::string(text), goes_on, now_, {}, {}, false});
}

void Track::maybe_entered(const screen::EnteredLine& line) {
  if (!leads_) return;
  if (screen::looks_like_prompt(line.prompt) || asks_for_more(line.prompt)) {
    stood_ = line.entered;
    const bool first = expected_.has_value() && expected_->identity.empty();
    if (first && line.prompted >= expected_->since) expected_->identity = identity_of(line.prompt);
  }
  wait({line.prompt + line.line, false, line.entered, line, {}, false});
}

void Track::wait(WaitingRows::Row row) {
  const bool prompted = !prompt_.empty() && row.text.starts_with(prompt_);
  if (prompted) waiting_.end_echoes(row.shown);
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

// Takes the front row: it is a line, the beginning of one that was typed ahead, or output.
void Track::settle() {
  const bool rest = !waiting_.front().line_at.has_value() && is_rest();
  if (rest) return take_rest(waiting_.take());
  if (waiting_.front().echo) {
    const WaitingRows::Row* next = prompt_.empty() ? nullptr : waiting_.prompted(prompt_);
    const bool line = next != nullptr && !is_typed(*next);
    if (line && ahead_.size() < kMostAhead) return put_ahead(waiting_.take().text);
  }
  WaitingRows::Row row = waiting_.take();
  if (row.line_at.has_value()) return believe(row);
  if (run_ahead(row)) return;
  if (accepts(row)) return believe(row);
  skip_more(row.text);
  show(row.text, row.goes_on);
}

// What was typed ahead and executed nothing is of builtins, or a part of a line.
bool Track::is_plausible(const std::string& line) {
  const LineCalls calls(line);
  return calls.is_open() || calls.only_builtins();
}

void Track::put_ahead(const std::string& line) {
  const bool part = !ahead_.empty() && !ahead_.back().command.has_value() &&
                    ahead_.back().line.size() < LineCalls::kMostBytes &&
                    LineCalls(ahead_.back().line).is_open();
  if (part) {
    ahead_.back().line.append("\n").append(line);
  } else {
    ahead_.push_back({line, std::nullopt});
  }
}

// While a shell asks for the rest of a line it shows nothing else.
bool Track::is_rest() {
  const Command* command = current();
  const bool prompted = !prompt_.empty() && waiting_.front().text.starts_with(prompt_);
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

// Somebody typed behind the prompt, and nothing that was typed before was taken for it.
bool Track::is_typed(const WaitingRows::Row& row) const {
  // What names a program would have executed it: then an execve has claimed the row.
  if (row.line_at.has_value()) return true;
  return row.text.size() > prompt_.size() &&
         LineCalls(std::string_view(row.text).substr(prompt_.size())).only_builtins();
}

// A prompt takes the next line that was typed ahead: what follows it in its row is output.
bool Track::run_ahead(WaitingRows::Row& row) {
  bool ran = false;
  // What was not executed when its turn came was output.
  while (!prompt_.empty() && row.text.starts_with(prompt_) && !ahead_.empty() &&
         !ahead_.front().command.has_value() && !is_plausible(ahead_.front().line)) {
    show(ahead_.front().line, false);
    ahead_.pop_front();
  }
  while (!ahead_.empty() && !prompt_.empty() && row.text.starts_with(prompt_)) {
    const Ahead next = ahead_.front();
    ahead_.pop_front();
    prompt_at(row.shown);
    arrive(prompt_);
    current_ = next.command.has_value() ? *next.command : begin_ahead(next.line, row.shown);
    more_due_ = std::count(next.line.begin(), next.line.end(), '\n');
    row.text.erase(0, prompt_.size());
    skip_more(row.text);
    ran = true;
  }
  if (ran && !row.text.empty()) show(row.text, false);
  return ran;
}

// A line that executed nothing is believed behind a prompt that is known: of a shell if it is of
// builtins alone, since anything else would have executed something.
bool Track::accepts(const WaitingRows::Row& row) const {
  // A shell that edits lines shows what was typed ahead as if it were typed now. What other rows
  // begin with such a prompt?
  constexpr std::size_t distinct = 8;
  const bool shown = prompt_.size() >= distinct && row.text.size() > prompt_.size() &&
                     row.text.starts_with(prompt_);
  const auto is_shells = [](std::string_view line) {
    const LineCalls calls(line);
    return calls.only_builtins() || calls.is_open();
  };
  if (shown && is_shells(std::string_view(row.text).substr(prompt_.size()))) return true;
  if (!row.stop.has_value() || !row.stop->rested) return false;
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
  const bool known = !prompt_.empty() && row.text.starts_with(prompt_);
  const std::size_t stood = known ? prompt_.size() : line.prompt.size();
  const std::size_t at = row.line_at.value_or(stood);
  if (!row.stop.has_value() || at != line.prompt.size()) {
    line.prompt = row.text.substr(0, at);
    line.line = row.text.substr(at);
    line.prompted = line.entered = row.shown;
  }
  trim(line.line);
  // Output that ended without a newline stands before the prompt.
  if (!prompt_.empty() && line.prompt.size() > prompt_.size() && line.prompt.ends_with(prompt_)) {
    line.prompt.resize(line.prompt.size() - prompt_.size());
    show(line.prompt, row.goes_on);
    line.prompt = prompt_;
  }
  prompt_at(line.prompted);
  entered(line);
  more_due_ = 0;
  waiting_.mark_echoes(row.shown, prompt_);
}

CommandNumber Track::begin_ahead(const std::string& line, base::WallTime time) {
  screen::EnteredLine typed;
  typed.prompt = prompt_;
  typed.line = line;
  trim(typed.line);
  typed.prompted = typed.entered = time;
  keep_line(typed);
  return begin(typed);
}

bool Track::is_named(const ProcessAction& action) {
  const auto names = [&](const std::optional<CommandNumber>& id) {
    const Command* command = commands_.find(id);
    return command != nullptr && rest_of(*command).fit(action.argv) != Fit::none;
  };
  return names(current_) || std::any_of(ahead_.begin(), ahead_.end(),
                                        [&](const Ahead& each) { return names(each.command); });
}

// Begins the line that an execve proved, and what was typed before it and executed nothing.
void Track::begin_until(const Ahead& proven, base::WallTime time) {
  for (Ahead& each : ahead_) {
    const bool begins = &each == &proven || is_plausible(each.line);
    if (begins && !each.command.has_value()) each.command = begin_ahead(each.line, time);
    if (&each == &proven) break;
  }
}

void Track::claim(const ProcessAction& action) {
  if (!loose() || claim_ahead(action)) return;
  // A row that came in one piece with the line was entered with it, however late the clocks are.
  const auto rests = [&] {
    if (waiting_.empty() || !is_rest()) return false;
    const base::WallTime shown = waiting_.front().shown;
    return shown <= base::later(action.time(), kClockMs) || shown == current()->started;
  };
  while (rests()) settle();
  const WaitingRows::Row* row =
      waiting_.claim(action.time(), action.argv, prompt_, is_named(action));
  if (row == nullptr) return claim_output(action);
  // Typed ahead, it is executed later than shown; at an empty prompt, when Enter is.
  const bool apart = action.time().ms() - row->shown.ms() > 2 * kClockMs;
  const bool bare = *row->line_at == 0 && !row->stop.has_value() && !prompt_.empty();
  if (bare && (row->echo || apart)) return claim_echo(*row, action.time());
  while (&waiting_.front() != row) settle();
  settle();
  while (rests()) settle();
}

// Lines before it that executed nothing were typed ahead with it.
void Track::claim_echo(const WaitingRows::Row& row, base::WallTime time) {
  while (&waiting_.front() != &row && waiting_.front().echo && ahead_.size() < kMostAhead)
    put_ahead(waiting_.take().text);
  put_ahead(waiting_.extract(row).text);
  while (!waiting_.empty() && waiting_.front().echo && LineCalls(ahead_.back().line).is_open())
    put_ahead(waiting_.take().text);
  begin_until(ahead_.back(), time);
}

// What was typed ahead while a program ran stands in the program's output.
void Track::claim_output(const ProcessAction& action) {
  Command* shown = current();
  if (shown == nullptr || !shown->typed || action.argv.empty() || is_named(action)) return;
  std::string line = shown->take_line(action.argv);
  if (line.empty()) return;
  put_ahead(line);
  begin_until(ahead_.back(), action.time());
}

bool Track::claim_ahead(const ProcessAction& action) {
  const auto found = std::find_if(ahead_.begin(), ahead_.end(), [&](const Ahead& each) {
    return !each.command.has_value() && LineCalls(each.line).fit(action.argv) >= Fit::name;
  });
  if (found == ahead_.end()) return false;
  begin_until(*found, action.time());
  return true;
}

}  // namespace auweave::correlate
