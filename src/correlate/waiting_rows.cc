#include "correlate/waiting_rows.h"

#include <algorithm>

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

Found found_in(const WaitingRows::Row& row, std::span<const std::string> argv,
               std::string_view prompt) {
  Found best;
  const auto better = [&](const Found& found) {
    if (found.fit > best.fit) best = found;
  };
  const std::string_view text = row.text;
  if (row.stop.has_value()) better(behind(text, row.stop->prompt.size(), argv));
  if (!prompt.empty() && text.starts_with(prompt)) better(behind(text, prompt.size(), argv));
  if (best.fit < Fit::shape) better(by_words(text, argv));
  return best;
}

// An alias, or a function: its name stands at a prompt when another program is executed.
bool may_stand_for(const WaitingRows::Row& row) {
  return row.stop.has_value() && screen::looks_like_prompt(row.stop->prompt) &&
         LineCalls(row.stop->line).leaves_open();
}

}  // namespace

void WaitingRows::add(Row row) {
  bytes_ += row.text.size();
  rows_.push_back(std::move(row));
}

WaitingRows::Row* WaitingRows::claim(base::WallTime time, std::span<const std::string> argv,
                                     std::string_view prompt) {
  if (argv.empty() || argv.front().empty()) return nullptr;
  Row* best = nullptr;
  Found proof;
  Row* likely = nullptr;
  for (Row& row : rows_) {
    if (base::later(row.shown, -kEarlyMs) > time) break;
    if (row.line_at.has_value() || row.goes_on) continue;
    const Found found = found_in(row, argv, prompt);
    if (found.fit > proof.fit) {
      best = &row;
      proof = found;
    }
    if (may_stand_for(row)) likely = &row;
  }
  if (best == nullptr && likely != nullptr) {
    best = likely;
    proof.at = likely->stop->prompt.size();
  }
  if (best != nullptr) best->line_at = proof.at;
  return best;
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
    if (row.shown != time || row.text.starts_with(prompt)) break;
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
