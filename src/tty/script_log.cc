#include "tty/script_log.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using model::TtyChunk;
using What = ScriptStep::What;

constexpr std::size_t kLongestHeader = 1UL << 20U;
constexpr std::int64_t kMostElapsedNs = 1LL << 57;  // 4 years

// Its first line, which no timing counts; what is behind it is left in `rest`.
Result<std::string> first_line(base::ByteFile& file, std::string& rest) {
  while (true) {
    const std::size_t end = rest.find('\n');
    if (end != std::string::npos) {
      std::string line = rest.substr(0, end);
      rest.erase(0, end + 1);
      return line;
    }
    auto more = file.read(rest);
    if (!more.ok()) return more.error();
    if (!*more || rest.size() > kLongestHeader) {
      return Error{ErrorKind::parse, file.name() + ": has no first line"};
    }
  }
}

Error config(const Error& error) { return {ErrorKind::config, error.message}; }

}  // namespace

Result<ScriptLog> ScriptLog::open(const std::string& data, const std::string& timing,
                                  bool terminal_input) {
  auto bytes = base::ByteFile::open(data);
  if (!bytes.ok()) return config(bytes.error());
  auto lines = base::LineFile::open(timing, kLongestLine);
  if (!lines.ok()) return config(lines.error());
  std::string rest;
  auto first = first_line(*bytes, rest);
  if (!first.ok()) return config(first.error());
  auto header = parse_script_header(*first);
  if (!header.ok()) return config({ErrorKind::config, data + ":1: " + header.error().message});
  TtyChunk opening;
  opening.source = "script";
  opening.rec = base::basename(data);
  opening.time = header->ran.time;
  opening.ran = std::move(header->ran);
  opening.ran->file = opening.rec;
  const base::WallTime began = opening.time;
  ScriptLog log(std::move(*bytes), std::move(*lines), terminal_input, std::move(opening));
  log.bytes_ = std::move(rest);
  log.head_time_ = began;
  if (header->columns.has_value() && header->rows.has_value()) {
    log.chunks_.first_window(*header->columns, *header->rows);
  }
  return log;
}

// Which files hold what: input is in the log of output only where both are one.
void ScriptLog::learn(const ScriptStep& step) {
  if (step.name == "OUTPUT_LOG") output_log_ = step.value;
  if (step.name == "INPUT_LOG") input_log_ = step.value;
}

// False: there is no further one.
Result<bool> ScriptLog::begin_step() {
  auto line = timing_.next();
  if (!line.ok()) return line.error();
  if (!line->has_value() || !(*line)->newline) return false;
  ++line_;
  if ((*line)->cut > 0) return Error{ErrorKind::parse, "the line is too long"};
  auto step = parse_script_step((*line)->text);
  if (!step.ok()) return step.error();
  elapsed_ns_ += step->delay_ns;
  if (elapsed_ns_ > kMostElapsedNs) {
    return Error{ErrorKind::parse, "its delays are longer than any recording"};
  }
  if (step->what == What::header) learn(*step);
  const bool elsewhere =
      step->what == What::input && !output_log_.empty() && output_log_ != input_log_;
  if (elsewhere || step->what == What::header) return true;
  step_ = *step;
  return true;
}

// True: some came. Of what was typed nothing is kept unless it was asked for.
Result<bool> ScriptLog::take_bytes() {
  const std::size_t now = std::min<std::uint64_t>(step_->bytes, chunks_.room());
  while (bytes_.size() < now) {
    auto more = data_.read(bytes_);
    if (!more.ok()) return more.error();
    if (!*more) break;
  }
  const std::string_view taken = std::string_view(bytes_).substr(0, now);
  if (step_->what == What::output) chunks_.output(elapsed_ns_, taken);
  if (step_->what == What::input && terminal_input_) chunks_.input(elapsed_ns_, taken);
  step_->bytes -= taken.size();
  bytes_.erase(0, taken.size());
  return !taken.empty();
}

std::optional<Recorded> ScriptLog::end(std::string why) {
  ended_ = true;
  if (!why.empty()) damage_ = Damage{"script", "", line_, std::move(why)};
  if (auto last = chunks_.take_rest()) return Recorded(std::move(*last));
  if (damage_.has_value()) return Recorded(*std::exchange(damage_, std::nullopt));
  return std::nullopt;
}

// True: the step is done, else there is more of it. Errors (parse, io) say what is wrong.
Result<bool> ScriptLog::show() {
  if (step_->what == What::window) chunks_.window(elapsed_ns_, step_->columns, step_->rows);
  if (step_->bytes == 0) return true;
  auto taken = take_bytes();
  if (!taken.ok()) return taken.error();
  if (!*taken) {
    return Error{ErrorKind::parse, std::to_string(step_->bytes) + " bytes of the log are missing"};
  }
  return step_->bytes == 0;
}

std::optional<Recorded> ScriptLog::read() {
  if (ended_) return end("");
  while (true) {
    while (!step_.has_value()) {
      auto begun = begin_step();
      if (!begun.ok() || !*begun) return end(begun.ok() ? "" : begun.error().message);
    }
    if (auto chunk = chunks_.take_ended(elapsed_ns_)) return Recorded(std::move(*chunk));
    auto done = show();
    if (!done.ok()) return end(done.error().message);
    if (*done) step_.reset();
  }
}

std::optional<base::WallTime> ScriptLog::time() {
  if (!head_.has_value()) return std::nullopt;
  return head_time_;
}

std::optional<Recorded> ScriptLog::next() {
  std::optional<Recorded> given = std::exchange(head_, std::nullopt);
  if (!given.has_value()) return given;
  head_ = read();
  if (head_.has_value()) {
    if (const auto* chunk = std::get_if<TtyChunk>(&*head_)) {
      head_time_ = std::max(head_time_, chunk->time);
    }
  }
  return given;
}

}  // namespace auweave::tty
