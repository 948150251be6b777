#include "pipeline/merged_inputs.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "audit/line.h"
#include "sshd/log_line.h"
#include "tty/tlog.h"
#include "weave/weaver.h"

namespace auweave::pipeline {
namespace {

constexpr std::int64_t kLeapMs = 3'600'000;
// sshd logs a connection before audit records the login. Their clocks differ by up to a tick, and
// syslog may round to seconds. A log without years has no times here, and is read whole before all
// else.
constexpr std::int64_t kAheadMs = 1500;

std::optional<std::int64_t> time_of(MergedInputs::Kind kind, std::string_view line) {
  if (kind == MergedInputs::Kind::tlog) return tty::peek_time_ms(line);
  if (kind == MergedInputs::Kind::sshd) {
    const auto time = sshd::peek_time_ms(line);
    return time.has_value() ? std::optional(*time - kAheadMs) : std::nullopt;
  }
  const auto header = audit::parse_line(line);
  if (!header.ok()) return std::nullopt;
  return header->key.time().ms();
}

// Returns `FILE: WHY` without the file, which a deadletter has as its place.
std::string without_name(const std::string& message, const std::string& name) {
  return message.starts_with(name + ": ") ? message.substr(name.size() + 2) : message;
}

}  // namespace

std::string_view name_of(MergedInputs::Kind kind) {
  if (kind == MergedInputs::Kind::audit) return "audit";
  return kind == MergedInputs::Kind::sshd ? "sshd" : "tlog";
}

void MergedInputs::add(base::LineFile file, Kind kind, std::uint32_t source) {
  Input& input = inputs_.emplace_back(std::move(file));
  input.kind = kind;
  input.source = source;
}

void MergedInputs::add(tty::TimedLogs chunks, std::uint32_t source) {
  logs_.push_back({std::move(chunks), source});
  enter_next_of(logs_.size() - 1);
}

void MergedInputs::add_failed(tty::Damage damage, std::uint32_t source, std::string problem) {
  problems_.push_back(std::move(problem));
  failed_.push_back({std::move(damage), source});
}

void MergedInputs::add(systemd::Journal journal, Kind kind, std::uint32_t source) {
  journals_.push_back({std::move(journal), kind, source, std::nullopt});
}

// A file begins at the time of its first line, or, if that line is damaged, of its second line. If
// the two lines disagree the earlier time is taken, because it does less harm.
void MergedInputs::begin(Input& input) {
  input.begun = true;
  const auto first = read(input);
  if (!first.has_value()) return;
  input.first_text = first->text;
  input.lines.push_back(*first);
  const auto second = read(input);
  input.lines.front().text = input.first_text;
  const auto time = time_of(input.kind, input.first_text);
  std::optional<std::int64_t> later;
  if (second.has_value()) {
    input.lines.push_back(*second);
    later = time_of(input.kind, second->text);
  }
  input.time_ms = std::min(time.value_or(later.value_or(0)), later.value_or(time.value_or(0)));
  if (time && later && std::abs(*time - *later) <= kLeapMs) input.time_ms = *time;
  input.first_ms = input.time_ms;
}

std::optional<base::Line> MergedInputs::read(Input& input) {
  if (input.unreadable) return std::nullopt;
  auto line = input.file.next();
  if (line.ok()) {
    if (line->has_value()) input.last_line = (*line)->number;
    return *line;
  }
  input.unreadable = true;
  const std::string& why = line.error().message;
  problems_.push_back(why);
  failed_.push_back({{std::string(name_of(input.kind)), "", input.last_line,
                      without_name(why, input.file.name())},
                     input.source});
  return std::nullopt;
}

void MergedInputs::advance(Input& input) {
  // A single input needs no times.
  if (!input.begun && several()) begin(input);
  if (!input.lines.empty()) {
    input.head = input.lines.front();
    input.lines.erase(input.lines.begin());
  } else {
    input.head = read(input);
  }
  input.ended = !input.head.has_value();
  if (!input.ended && several()) move_on(input);
}

// A damaged line may claim any time, and must not hold its file back until the others end. So a
// leap ahead counts only when the next line makes the leap, too. The time never goes back: a late
// line is as late as its file.
void MergedInputs::move_on(Input& input) {
  const auto time = time_of(input.kind, input.head->text);
  if (!time.has_value()) return;
  const bool leap = *time > input.time_ms + kLeapMs;
  const bool again = input.leap_ms != 0 && std::abs(*time - input.leap_ms) <= kLeapMs;
  input.leap_ms = leap ? *time : 0;
  if (!leap || again) input.time_ms = std::max(input.time_ms, *time);
}

void MergedInputs::take_earliest() {
  if (taken_ != nullptr) taken_->head.reset();
  taken_ = nullptr;
  for (Input& input : inputs_) {
    if (!input.head.has_value() && !input.ended) advance(input);
    // Of two lines with one time, the line of the file that began earlier comes first. Where files
    // overlap, that file has the whole event, and the other file begins in the middle of the event.
    if (!input.head.has_value()) continue;
    const auto rank = [](const Input& i) { return std::pair(i.time_ms, i.first_ms); };
    if (taken_ == nullptr || rank(input) < rank(*taken_)) taken_ = &input;
  }
}

void MergedInputs::enter_next_of(std::size_t index) {
  const auto time = logs_[index].chunks.time();
  if (time.has_value()) next_logs_.emplace(time->ms(), index);
}

std::optional<MergedInputs::Next> MergedInputs::earliest_log(std::optional<std::int64_t> than_ms) {
  if (next_logs_.empty()) return std::nullopt;
  const auto [time_ms, index] = *next_logs_.begin();
  if (than_ms.has_value() && time_ms >= *than_ms) return std::nullopt;
  next_logs_.erase(next_logs_.begin());
  Next next{{}, Kind::chunks, logs_[index].source, logs_[index].chunks.next()};
  enter_next_of(index);
  return next;
}

// The time of journald is trusted. A chunk's own time counts only if it is earlier, because
// journald cannot have received the chunk before it was made.
void MergedInputs::advance(Entries& entries) {
  auto next = entries.journal.next();
  if (!next.ok()) {
    problems_.push_back(next.error().message);
    failed_.push_back(
        {{std::string(name_of(entries.kind)), "", 0, next.error().message}, entries.source});
  }
  entries.head = next.ok() ? std::move(*next) : std::nullopt;
  entries.ended = !entries.head.has_value();
  if (entries.ended) return;
  std::int64_t time_ms = entries.head->time.ms();
  if (entries.kind == Kind::sshd) time_ms -= kAheadMs;
  if (entries.kind == Kind::tlog) {
    time_ms = std::min(time_ms, tty::peek_time_ms(entries.head->message).value_or(time_ms));
  }
  entries.time_ms = std::max(entries.time_ms, time_ms);
}

MergedInputs::Entries* MergedInputs::earliest_entry(std::optional<std::int64_t> than_ms) {
  Entries* found = nullptr;
  for (Entries& entries : journals_) {
    if (!entries.head.has_value() && !entries.ended) advance(entries);
    const bool earlier = !than_ms.has_value() || entries.time_ms < *than_ms;
    if (!entries.head.has_value() || !earlier) continue;
    found = &entries;
    than_ms = entries.time_ms;
  }
  return found;
}

// A line that is not handed out keeps its place.
std::optional<MergedInputs::Next> MergedInputs::next() {
  take_earliest();
  const auto line_ms = taken_ == nullptr ? std::nullopt : std::optional(taken_->time_ms);
  Entries* const entries = earliest_entry(line_ms);
  // What cannot be read is told in its place: behind what was read of it.
  if (!failed_.empty()) {
    taken_ = nullptr;
    Next failed{{}, Kind::chunks, failed_.front().source, std::move(failed_.front().damage)};
    failed_.erase(failed_.begin());
    return failed;
  }
  auto next = earliest_log(entries == nullptr ? line_ms : std::optional(entries->time_ms));
  if (!next.has_value() && entries != nullptr) {
    next = Next{{}, entries->kind, entries->source};
    next->entry = std::exchange(entries->head, std::nullopt);
  }
  if (next.has_value()) {
    taken_ = nullptr;
    return next;
  }
  if (taken_ == nullptr) return std::nullopt;
  Next line{*taken_->head, taken_->kind, taken_->source};
  line.own_file = trusts_files_;
  return line;
}

std::uint64_t MergedInputs::consumed() const {
  std::uint64_t sum = 0;
  for (const Input& input : inputs_) sum += input.file.consumed();
  return sum;
}

std::uint64_t MergedInputs::size() const {
  std::uint64_t sum = 0;
  for (const Input& input : inputs_) sum += input.file.size();
  return sum;
}

void weave(MergedInputs::Next& next, weave::Weaver& weaver) {
  using Kind = MergedInputs::Kind;
  const std::uint32_t source = next.source;
  if (next.kind == Kind::audit) return weaver.audit_line(next.line, source);
  if (next.kind == Kind::chunks) return weaver.chunks().recorded(std::move(*next.recorded), source);
  const bool sshd = next.kind == Kind::sshd;
  if (!next.entry.has_value()) {
    return sshd ? weaver.sshd_log().line(next.line, source)
                : weaver.chunks().tlog_line(next.line, source, next.own_file);
  }
  sshd ? weaver.sshd_log().entry(*next.entry, source)
       : weaver.chunks().tlog_entry(*next.entry, source);
}

}  // namespace auweave::pipeline
