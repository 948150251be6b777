#include "correlate/waiting_rows.h"

#include <algorithm>

#include "base/text.h"
#include "correlate/line_calls.h"
#include "correlate/prompt.h"
#include "screen/typed_text.h"

namespace auweave::correlate {
namespace {

struct Found {
  Fit fit = Fit::none;
  std::size_t at = 0;  // where the line begins in the row
};

Found behind(std::string_view text, std::size_t at, std::span<const std::string> argv) {
  if (at > text.size()) return {};
  return {LineCalls(text.substr(at)).fit(argv), at};
}

// The words themselves, wherever they stand in the row. One word alone is said by many rows.
Found by_words(std::string_view text, std::span<const std::string> argv) {
  const std::string& name = argv.front();
  for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const bool begins = at == 0 || (text[at - 1] == ' ' && argv.size() > 1);
    if (!begins) continue;
    const Found found = behind(text, at, argv);
    if (found.fit >= Fit::shape) return found;
  }
  return {};
}

// "[1] + Done                 make": the shell tells of a line, and reads none.
bool is_job_notice(std::string_view text) {
  const std::size_t end = text.find(']');
  return text.starts_with('[') && end != text.npos && end > 1 &&
         text.substr(1, end - 1).find_first_not_of("0123456789") == text.npos;
}

// With the rows that a shell asked for behind it.
std::string joined(const std::deque<WaitingRows::Row>& rows, std::size_t first, std::size_t at) {
  constexpr std::size_t most = 64;
  std::string text = rows[first].text;
  if (at > text.size()) return text;
  const std::size_t end = std::min(rows.size(), first + most);
  for (std::size_t i = first + 1; i < end && text.size() < LineCalls::kMostBytes; ++i) {
    std::string_view row = rows[i].text;
    if (row.starts_with("> ")) row.remove_prefix(2);
    text.append("\n").append(row);
  }
  text.resize(at + LineCalls::first_line(std::string_view(text).substr(at)));
  return text;
}

Found found_in(const std::deque<WaitingRows::Row>& rows, std::size_t number,
               std::span<const std::string> argv, std::string_view prompt) {
  const WaitingRows::Row& row = rows[number];
  Found best;
  const auto better = [&](const Found& found) {
    if (found.fit > best.fit) best = found;
  };
  const std::string_view text = row.text;
  const auto better_behind = [&](std::size_t at) {
    better(behind(joined(rows, number, at), at, argv));
  };
  if (row.stop.has_value()) better_behind(row.stop->prompt.size());
  if (const std::size_t size = prompt_size(text, prompt); size > 0) better_behind(size);
  if (!row.stop.has_value() && best.fit == Fit::none) better_behind(0);
  if (best.fit < Fit::shape && !is_job_notice(text)) better(by_words(text, argv));
  return best;
}

// Most rows tell by their letters that they are no line for the program, which costs little.
bool names(std::string_view text, std::span<const std::string> argv) {
  const std::string_view name = base::basename(argv.front());
  return text.find(name) != text.npos || text.find(argv.back()) != text.npos;
}

// The program may be named in the rows below.
bool is_open_behind(std::string_view text, std::string_view prompt) {
  const std::size_t size = prompt_size(text, prompt);
  return size > 0 && LineCalls(text.substr(size)).is_open();
}

bool hands_over(std::string_view text, std::string_view prompt, std::span<const std::string> argv) {
  return LineCalls(text.substr(prompt_size(text, prompt))).hands_over(argv);
}

// An alias, or a function: its name stands at a prompt when another program is executed.
bool may_stand_for(const WaitingRows::Row& row, std::string_view prompt) {
  if (!row.stop.has_value() || !row.stop->rested) return false;
  const std::string& stood = row.stop->prompt;
  const bool known = !stood.empty() && prompt_size(stood, prompt) == stood.size();
  return (known || screen::looks_like_prompt(stood)) && LineCalls(row.stop->line).leaves_open();
}

}  // namespace

void WaitingRows::add(Row row) {
  bytes_ += row.text.size();
  if (row.plain) echoes_end_.reset();
  rows_.push_back(std::move(row));
}

bool WaitingRows::append(std::string_view part) {
  if (rows_.empty() || rows_.back().text.size() + part.size() > kLongestRow) return false;
  rows_.back().text.append(part);
  bytes_ += part.size();
  return true;
}

WaitingRows::Row* WaitingRows::claim(base::WallTime time, std::span<const std::string> argv,
                                     std::string_view prompt, bool explained) {
  if (argv.empty() || argv.front().empty()) return nullptr;
  Row* best = nullptr;
  Found proof;
  Row* likely = nullptr;
  Row* kin = nullptr;  // typed ahead, a function
  std::size_t looks = 0;
  bool is_bare = false;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Row& row = rows_[i];
    if (base::later(row.shown, -kLookMs) > time) break;
    if (row.line_at.has_value() || row.goes_on) continue;
    if (looks < kMostLooks && (names(row.text, argv) || is_open_behind(row.text, prompt))) {
      ++looks;
      const Found found = found_in(rows_, i, argv, prompt);
      // A shell that edits lines shows behind its prompt what the terminal has echoed before.
      const bool bare = found.at == 0 && !prompt.empty();
      const bool prompted = found.at > 0 && found.at == prompt_size(row.text, prompt);
      const bool behind_prompt = found.fit == proof.fit && is_bare && prompted;
      if (found.fit > proof.fit || (found.fit != Fit::none && behind_prompt)) {
        best = &row;
        proof = found;
        is_bare = bare;
      }
      if (proof.fit == Fit::whole && !is_bare) break;
    }
    if (!explained && may_stand_for(row, prompt)) likely = &row;
    const bool ahead = !explained && kin == nullptr && !prompt.empty() && !row.stop.has_value();
    if (ahead && hands_over(row.text, prompt, argv)) kin = &row;
  }
  if (best == nullptr && kin != nullptr) {
    best = kin;
    proof.at = prompt_size(kin->text, prompt);
  }
  if (best == nullptr && likely != nullptr) {
    best = likely;
    proof.at = likely->stop->prompt.size();
  }
  if (best != nullptr) best->line_at = proof.at;
  return best;
}

void WaitingRows::believe_last(std::string_view prompt) {
  if (rows_.empty() || prompt.empty()) return;
  Row& row = rows_.back();
  const bool typed = row.stop.has_value() && row.stop->rested && row.stop->prompt == prompt;
  if (typed && !row.line_at.has_value()) row.line_at = prompt.size();
}

void WaitingRows::unclaim(std::size_t number) { rows_[number].line_at.reset(); }

WaitingRows::Row WaitingRows::extract(std::size_t number) {
  const auto found = rows_.begin() + static_cast<std::ptrdiff_t>(number);
  Row taken = std::move(*found);
  bytes_ -= taken.text.size();
  rows_.erase(found);
  return taken;
}

WaitingRows::Row WaitingRows::take() {
  Row row = std::move(rows_.front());
  bytes_ -= row.text.size();
  rows_.pop_front();
  return row;
}

void WaitingRows::mark_echoes(base::WallTime time, std::string_view prompt) {
  echoes_end_.reset();
  for (Row& row : rows_) {
    // An echo has no prompt before it.
    const bool prompted = row.text.starts_with(prompt) || row.text.starts_with("> ");
    if (row.shown != time || prompted) break;
    row.echo = true;
  }
}

std::optional<base::WallTime> WaitingRows::next() const {
  if (rows_.empty()) return std::nullopt;
  const Row& row = rows_.front();
  if (full()) return row.shown;
  const base::WallTime least = base::later(row.shown, kProofMs);
  if (!row.echo && !row.plain) return least;
  const base::WallTime most = base::later(row.shown, kEchoMs);
  if (!echoes_end_.has_value()) return most;
  return std::min(most, std::max(least, base::later(*echoes_end_, kProofMs)));
}

void drop_last_blanks(std::string& text) {
  while (text.ends_with(' ')) text.pop_back();
}

}  // namespace auweave::correlate
