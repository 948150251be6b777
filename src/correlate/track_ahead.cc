// The part of Track that knows the lines which were typed ahead of a shell without marks. The terminal
// shows them at once, and each prompt that the shell then writes takes the next one.
#include <algorithm>

#include "correlate/line_choice.h"
#include "correlate/prompt.h"
#include "correlate/track.h"

namespace auweave::correlate {
// By its words it executes nothing, or asks for more rows.
bool Track::is_plausible(std::string_view line) {
  if (line.starts_with('#')) return true;
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

// Returns how many prompts from the row with this number on took a line that was not typed behind
// them.
std::size_t Track::prompts_taken(std::size_t first) const {
  std::size_t taken = 0;
  const auto& rows = waiting_.rows();
  const std::size_t end = std::min(rows.size(), first + kMostLooked);
  for (std::size_t i = first; i < end; ++i) {
    const std::size_t count = prompts_in(rows[i].text).count;
    // A program that was typed ahead may show nothing for a while, too.
    const bool typed = count > 0 && (rows[i].line_at > 0U || (ahead_.empty() && is_typed(rows[i])));
    taken += count - (typed ? 1 : 0);
    if (typed) return taken;
  }
  const std::size_t standing = prompts_in(reader_.standing()).count;
  return taken + standing - (standing > 0 ? 1 : 0);
}

// A prompt is shown below the row.
bool Track::is_prompted_below(std::size_t row) const {
  return prompts_taken(row + 1) > 0 || prompts_in(reader_.standing()).count > 0;
}

// The echo of a line that was typed ahead: more prompts follow than lines are known for them.
bool Track::is_ahead(const WaitingRows::Row& row) const {
  if (edits_ || row.line_at.has_value() || (!row.echo && !row.plain) || !is_bare(row)) return false;
  if (ahead_.size() >= kMostAhead) return false;
  // What came with a line waits for its turn, where it is a line only if it was executed.
  return prompts_taken(1) > (row.plain ? sure_ahead() : 0);
}

// Returns how many of the lines that wait for their prompts are lines for sure.
std::size_t Track::sure_ahead() const {
  const auto sure = std::count_if(ahead_.begin(), ahead_.end(), [](const Ahead& each) {
    return each.command.has_value() || is_plausible(each.line);
  });
  return static_cast<std::size_t>(sure);
}

// A prompt takes the next line that was typed ahead: what follows it in its row is output. Returns
// false if something was typed behind the last prompt of the row.
bool Track::run_ahead(WaitingRows::Row& row) {
  bool ran = false;
  while (!ahead_.empty()) {
    // What was not executed when its turn came was output.
    if (!ahead_.front().command.has_value() && !is_plausible(ahead_.front().line)) {
      if (prompts_in(row.text).count == 0) break;
      show(ahead_.front().line, false);
      ahead_.pop_front();
      continue;
    }
    const std::size_t size = prompts_in(row.text).count == 0 ? 0 : next_prompt(row.text);
    if (size == 0 || row.line_at == size) break;
    const Ahead next = ahead_.front();
    ahead_.pop_front();
    prompt_ = row.text.substr(0, size);
    prompt_at(row.shown);
    arrive(prompt_);
    current_ = next.command.has_value() ? *next.command : begin_ahead(next.line, row.shown);
    more_due_ = std::count(next.line.begin(), next.line.end(), '\n');
    row.text.erase(0, size);
    // A shell that edits lines shows it behind its prompt.
    if (row.text == next.line.substr(0, next.line.find('\n'))) row.text.clear();
    skip_more(row.text);
    if (row.line_at.has_value()) row.line_at = *row.line_at - std::min(*row.line_at, size);
    if (row.stop.has_value()) row.stop->prompt.erase(0, size);
    ran = true;
  }
  if (!ran || prompts_in(row.text).count > 0) return false;
  if (!row.text.empty()) show(row.text, false);
  return true;
}

CommandNumber Track::begin_ahead(const std::string& line, base::WallTime time) {
  screen::EnteredLine typed;
  typed.prompt = prompt_;
  typed.line = line;
  drop_last_blanks(typed.line);
  // The clock of programs may be behind.
  typed.prompted = typed.entered = lines_.empty() ? time : std::max(time, lines_.back().entered);
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

// Returns the first of the rows above that make up one line with the row.
std::size_t Track::first_of_block(std::size_t row) const {
  const auto& rows = waiting_.rows();
  std::size_t first = row;
  std::string text = rows[row].text;
  while (first > 0 && row - first < kMostPart && text.size() < LineCalls::kMostBytes) {
    const WaitingRows::Row& above = rows[first - 1];
    if (above.line_at.has_value() || !is_bare(above)) break;
    text = above.text + "\n" + text;
    if (!LineCalls(above.text).is_open()) break;
    --first;
  }
  return first;
}

// Lines before it that executed nothing were typed ahead with it, if prompts were shown for them.
void Track::claim_echo(std::size_t row, base::WallTime time) {
  std::size_t first = first_of_block(row);
  const std::size_t known = sure_ahead() + 1;
  // The prompt that stands there may be taken, too.
  const std::size_t standing = prompts_in(reader_.standing()).count > 0 ? 1 : 0;
  const std::size_t taken = prompts_taken(row + 1);
  std::vector<std::size_t> before;
  const auto& rows = waiting_.rows();
  for (std::size_t i = first; i-- > 0 && row - i < kMostLooked;) {
    if (known + before.size() >= taken + standing) break;
    if (rows[i].plain && !rows[i].line_at && is_bare(rows[i])) before.push_back(i);
  }
  std::size_t gone = 0;
  for (auto each = before.rbegin(); each != before.rend(); ++each)
    put_ahead(waiting_.extract(*each - gone++).text);
  for (std::size_t i = first; i <= row; ++i) put_ahead(waiting_.extract(first - gone).text);
  const std::size_t next = first - gone;
  while (next < rows.size() && !rows[next].line_at && is_bare(rows[next]) &&
         LineCalls(ahead_.back().line).is_open())
    put_ahead(waiting_.extract(next).text);
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
