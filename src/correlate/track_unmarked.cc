// The part of Track that reads shells and programs without marks (waiting_rows.h).
#include <algorithm>

#include "correlate/line_calls.h"
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

void Track::settle_all() {
  while (!waiting_.empty()) settle();
}

// Takes the front row: it is a line, the beginning of one that was typed ahead, or output.
void Track::settle() {
  if (waiting_.front().echo) {
    const WaitingRows::Row* next = prompt_.empty() ? nullptr : waiting_.prompted(prompt_);
    if (next != nullptr && !is_typed(*next) && ahead_.size() < kMostAhead) {
      ahead_.push_back({waiting_.take().text, std::nullopt});
      return;
    }
  }
  WaitingRows::Row row = waiting_.take();
  if (row.line_at.has_value()) return believe(row);
  if (run_ahead(row)) return;
  if (accepts(row)) return believe(row);
  show(row.text, row.goes_on);
}

// Somebody typed behind the prompt, and nothing that was typed before was taken for it.
bool Track::is_typed(const WaitingRows::Row& row) const {
  return row.line_at.has_value() || (row.stop.has_value() && row.stop->rested);
}

// A prompt takes the next line that was typed ahead: what follows it in its row is output.
bool Track::run_ahead(WaitingRows::Row& row) {
  bool ran = false;
  while (!ahead_.empty() && !prompt_.empty() && row.text.starts_with(prompt_)) {
    const Ahead next = ahead_.front();
    ahead_.pop_front();
    prompt_at(row.shown);
    arrive(prompt_);
    current_ = next.command.has_value() ? *next.command : begin_ahead(next.line, row.shown);
    row.text.erase(0, prompt_.size());
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
  if (shown && LineCalls(row.text.substr(prompt_.size())).only_builtins()) return true;
  if (!row.stop.has_value() || !row.stop->rested) return false;
  const std::string identity = identity_of(row.stop->prompt);
  if (identity.empty()) return false;
  const bool proven = !prompt_.empty() && identity == identity_of(prompt_);
  const bool expected = expected_.has_value() && expected_->identity == identity;
  const bool more = asks_for_more(row.stop->prompt);
  if (expected_.has_value() && expected_->where != Where::local && (expected || more)) return true;
  if (more && !prompt_.empty()) return true;
  return (proven || expected) && LineCalls(row.stop->line).only_builtins();
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

void Track::claim(const ProcessAction& action) {
  if (!loose() || claim_ahead(action)) return;
  const WaitingRows::Row* row = waiting_.claim(action.time(), action.argv, prompt_);
  if (row == nullptr) return;
  // Typed ahead, it is executed later than shown; at an empty prompt, when Enter is.
  const bool apart = action.time().ms() - row->shown.ms() > 2 * kClockMs;
  const bool bare = *row->line_at == 0 && !row->stop.has_value() && !prompt_.empty();
  if (bare && (row->echo || apart)) return claim_echo(*row, action.time());
  while (&waiting_.front() != row) settle();
  settle();
}

// Lines before it that executed nothing were typed ahead with it.
void Track::claim_echo(const WaitingRows::Row& row, base::WallTime time) {
  while (&waiting_.front() != &row && waiting_.front().echo && ahead_.size() < kMostAhead)
    ahead_.push_back({waiting_.take().text, std::nullopt});
  const std::string line = waiting_.extract(row).text;
  for (Ahead& each : ahead_) {
    if (!each.command.has_value()) each.command = begin_ahead(each.line, time);
  }
  ahead_.push_back({line, begin_ahead(line, time)});
}

bool Track::claim_ahead(const ProcessAction& action) {
  const auto found = std::find_if(ahead_.begin(), ahead_.end(), [&](const Ahead& each) {
    return !each.command.has_value() && LineCalls(each.line).fit(action.argv) >= Fit::name;
  });
  if (found == ahead_.end()) return false;
  for (auto each = ahead_.begin(); each != std::next(found); ++each) {
    if (!each->command.has_value()) each->command = begin_ahead(each->line, action.time());
  }
  return true;
}

void Track::brings_prompts(base::WallTime time, programs::Prompts prompts) {
  if (reader_.at_prompt()) return;
  reader_.loosen();
  prompt_.clear();
  expected_ = Expected{time, where_of(prompts), ""};
}

void Track::unmarked() {
  reader_.refuse_alternate();
  reader_.loosen();
  reader_.flush();
}

void Track::stands_in(const CommandNumber& command, base::WallTime time, bool inside) {
  while (!waiting_.empty() && base::later(waiting_.front().shown, kClockMs) < time) settle();
  Command* before = current();
  if (before != nullptr && !inside) {
    if (before->typed) before->ended = time;
    before->closes = base::later(time, Commands::kSettleMs);
  } else if (before != nullptr && before->typed && contexts_.size() < kMostContexts) {
    before->prompts = true;
    contexts_.push_back({before->where, kUnseen, before->target, before->id});
  }
  current_ = command;
  if (!may_be_unseen_.has_value()) may_be_unseen_ = time;
  Command* shown = current();
  if (shown == nullptr || orphans_.empty()) return;
  orphans_.pop_back();
  commands_.shows(*shown, std::exchange(orphans_, ""), false);
}

bool Track::entered_nothing(base::WallTime time) const {
  if (may_be_unseen_.has_value() && !reader_.at_prompt()) return true;
  if (lines_.empty() || lines_.back().command.has_value()) return false;
  const bool back = reader_.at_prompt() && time > base::later(prompted_, kClockMs);
  return lines_.back().begins <= time && !back;
}

bool Track::left_inner(base::WallTime time) {
  std::size_t depth = contexts_.size();
  while (depth > 1) {
    const Command* brought = commands_.find(contexts_[depth - 1].command);
    if (brought == nullptr || brought->started <= time) break;
    --depth;
  }
  if (depth == contexts_.size()) return false;
  prompted_ = std::max(prompted_, now_);
  leave_until(depth);
  return true;
}

}  // namespace auweave::correlate
