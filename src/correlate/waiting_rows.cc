#include "correlate/waiting_rows.h"

#include <algorithm>

#include "base/text.h"
#include "correlate/line_calls.h"
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
  if (!prompt.empty() && text.starts_with(prompt)) better_behind(prompt.size());
  if (row.echo && best.fit == Fit::none) better_behind(0);
  if (best.fit < Fit::shape) better(by_words(text, argv));
  return best;
}

// Most rows tell by their letters that they are no line for the program, which costs little.
bool names(std::string_view text, std::span<const std::string> argv) {
  const std::string_view name = base::basename(argv.front());
  return text.find(name) != text.npos || text.find(argv.back()) != text.npos;
}

// An alias, or a function: its name stands at a prompt when another program is executed.
bool may_stand_for(const WaitingRows::Row& row) {
  return row.stop.has_value() && row.stop->rested && screen::looks_like_prompt(row.stop->prompt) &&
         LineCalls(row.stop->line).leaves_open();
}

}  // namespace

void WaitingRows::add(Row row) {
  bytes_ += row.text.size();
  rows_.push_back(std::move(row));
}

WaitingRows::Row* WaitingRows::claim(base::WallTime time, std::span<const std::string> argv,
                                     std::string_view prompt, bool explained) {
  if (argv.empty() || argv.front().empty()) return nullptr;
  Row* best = nullptr;
  Found proof;
  Row* likely = nullptr;
  std::size_t looks = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Row& row = rows_[i];
    if (base::later(row.shown, -kEarlyMs) > time) break;
    if (row.line_at.has_value() || row.goes_on) continue;
    if (looks < kMostLooks && names(row.text, argv)) {
      ++looks;
      const Found found = found_in(rows_, i, argv, prompt);
      if (found.fit > proof.fit) {
        best = &row;
        proof = found;
      }
      if (proof.fit == Fit::whole) break;
    }
    if (!explained && may_stand_for(row)) likely = &row;
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

WaitingRows::Row WaitingRows::extract(const Row& row) {
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) { return &each == &row; });
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

const WaitingRows::Row* WaitingRows::prompted(std::string_view prompt) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const Row& row) { return row.text.starts_with(prompt); });
  return found == rows_.end() ? nullptr : &*found;
}

std::optional<base::WallTime> WaitingRows::next() const {
  if (rows_.empty()) return std::nullopt;
  const Row& row = rows_.front();
  if (full()) return row.shown;
  if (!row.echo) return base::later(row.shown, kProofMs);
  const base::WallTime most = base::later(row.shown, kEchoMs);
  return echoes_end_.has_value() ? std::min(most, base::later(*echoes_end_, kProofMs)) : most;
}

}  // namespace auweave::correlate
