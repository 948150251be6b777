#include "audit/loss_watch.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/hash.h"

namespace auweave::audit {
namespace {

// A hash of its own, so that a line that Seen forgot (too many in one bucket) is still known here.
std::uint64_t hash_of(std::string_view line) {
  constexpr std::uint64_t kOwn = 0x10557A7C;
  return base::hash_of(raw_part(line), kOwn);
}

// auditd numbers its own records by itself.
bool is_daemons(std::string_view type) { return type.starts_with("DAEMON_"); }

std::string_view value_of(std::string_view body, std::string_view name) {
  std::size_t at = body.find(name);
  while (at != std::string_view::npos && at != 0 && body[at - 1] != ' ') {
    at = body.find(name, at + 1);
  }
  if (at == std::string_view::npos) return {};
  body.remove_prefix(at + name.size());
  return body.substr(0, body.find(' '));
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// True for an execve or execveat that succeeded, on x86-64 and arm64.
bool is_exec(std::string_view body) {
  if (value_of(body, "success=") != "yes") return false;
  const std::string_view arch = value_of(body, "arch="), call = value_of(body, "syscall=");
  if (arch == "c000003e") return call == "59" || call == "322";
  if (arch == "c00000b7") return call == "221" || call == "281";
  return false;
}

}  // namespace

// Every event with files has a CWD record (auditsc.c, audit_log_exit).
bool LossWatch::is_whole(const Event& event) const {
  if (has_end_ && !event.end) return false;
  if (!event.syscall) return !event.part;
  if (has_path_ && event.items != event.paths) return false;
  if (has_cwd_ && event.items > 0 && !event.cwd) return false;
  if (has_title_ && !event.title) return false;
  return !has_execve_ || !event.exec || event.execve;
}

void LossWatch::record(std::string_view line) {
  const auto header = parse_line(line);
  if (!header.ok()) return;
  if (header->type != "EOE") lines_.add(hash_of(line));
  if (!node_.has_value()) node_ = header->node;
  if (is_daemons(header->type) || *node_ != header->node) return;
  take_serial(*header);
  // An event of a log is complete, so its records need no check. The first ones do not come as
  // records at a start.
  if (header->key.serial > std::max(first_, logged_to_)) take_part(*header);
  judge();
}

void LossWatch::logged(std::string_view line) {
  const auto header = parse_line(line);
  if (!header.ok()) return;
  lines_.add(hash_of(line));
  if (!node_.has_value()) node_ = header->node;
  if (is_daemons(header->type) || *node_ != header->node) return;
  take_serial(*header);
  logged_to_ = std::max(logged_to_, header->key.serial);
  events_.erase(header->key.serial);
}

void LossWatch::take_serial(const LineHeader& header) {
  const std::uint64_t serial = header.key.serial;
  const base::WallTime time = header.key.time();
  const bool fell = serial + kDisorder < newest_ && time > newest_time_;
  if (newest_ == 0 || fell) return begin_anew(header);
  if (serial > newest_) {
    if (serial > newest_ + 1 && gaps_.size() < kMostGaps) {
      gaps_[newest_ + 1] = {{newest_ + 1, serial - 1, newest_time_, time}, newest_ms_};
    }
    newest_ = serial;
    newest_time_ = time;
    newest_ms_ = std::max(newest_ms_, time.ms());
  } else {
    fill(serial);
  }
}

void LossWatch::begin_anew(const LineHeader& header) {
  events_.clear();
  gaps_.clear();
  first_ = newest_ = header.key.serial;
  judged_ = wanted_to_ = logged_to_ = 0;
  newest_time_ = header.key.time();
  newest_ms_ = newest_time_.ms();
}

void LossWatch::fill(std::uint64_t serial) {
  auto after = gaps_.upper_bound(serial);
  if (after == gaps_.begin()) return;
  const auto at = std::prev(after);
  if (serial > at->second.gap.last) return;
  Gap rest = at->second;
  if (at->first == serial) {
    gaps_.erase(at);
  } else {
    at->second.gap.last = serial - 1;
  }
  rest.gap.first = serial + 1;
  if (rest.gap.first <= rest.gap.last) gaps_[rest.gap.first] = rest;
}

void LossWatch::take_part(const LineHeader& header) {
  const int type = header.number;
  constexpr int kFirst = 1300, kLast = 1399;  // the kernel's records about a system call
  const bool known = events_.contains(header.key.serial);
  if (!known && (type < kFirst || type > kLast)) return;
  Event& event = events_[header.key.serial];
  if (!known) {
    event.time = header.key.time();
    event.came_ms = newest_ms_;
  }
  if (header.type == "EOE") {
    has_end_ = event.end = true;
  } else if (header.type == "SYSCALL") {
    event.syscall = true;
    event.items = number_of(value_of(header.body, "items="));
    event.exec = is_exec(header.body);
  } else {
    event.part = true;
    if (header.type == "EXECVE") has_execve_ = event.execve = true;
    if (header.type == "PROCTITLE") has_title_ = event.title = true;
    if (header.type == "CWD") has_cwd_ = event.cwd = true;
    if (header.type == "PATH") has_path_ = ++event.paths > 0;
  }
  if (!event.end) return;
  if (!is_whole(event)) miss(event.time);
  events_.erase(header.key.serial);
}

void LossWatch::judge() {
  const std::int64_t until = newest_ms_ - kJudgedMs;
  while (!events_.empty()) {
    const auto oldest = events_.begin();
    if (oldest->second.came_ms > until && events_.size() <= kMostEvents) break;
    if (!is_whole(oldest->second)) miss(oldest->second.time);
    events_.erase(oldest);
  }
  for (auto at = gaps_.upper_bound(judged_); at != gaps_.end(); ++at) {
    const Gap& gap = at->second;
    if (gap.came_ms > until) break;
    miss(gap.gap.after);
    judged_ = gap.gap.last;
  }
}

void LossWatch::pause() {
  const std::int64_t now = std::exchange(newest_ms_, newest_ms_ + kJudgedMs + 1);
  judge();
  newest_ms_ = now;
}

void LossWatch::miss(base::WallTime time) {
  missing_ = missing_.has_value() ? std::min(*missing_, time) : time;
  wanted_to_ = newest_;
}

bool LossWatch::has(std::string_view line) const { return lines_.contains(hash_of(line)); }

std::optional<base::WallTime> LossWatch::missing_from() const { return missing_; }

std::vector<SerialGap> LossWatch::take_lost() {
  std::vector<SerialGap> lost;
  while (!gaps_.empty() && gaps_.begin()->second.gap.last <= judged_) {
    lost.push_back(gaps_.begin()->second.gap);
    gaps_.erase(gaps_.begin());
  }
  missing_.reset();
  return lost;
}

}  // namespace auweave::audit
