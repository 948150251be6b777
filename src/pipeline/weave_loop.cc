#include "pipeline/weave_loop.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

#include "audit/line.h"

namespace auweave::pipeline {
namespace {

constexpr int kMostAtOnce = 256;
constexpr std::size_t kRepairBytes = 64UL * 1024;

// An EOE is in no audit log, so it cannot tell where the log and the records meet. Without its
// event it says nothing.
bool is_end_mark(std::string_view record) {
  if (record.starts_with("node=")) record.remove_prefix(std::min(record.find(' '), record.size()));
  return record.starts_with("type=EOE ") || record.starts_with(" type=EOE ");
}

model::PluginNote step_note(base::WallTime from, base::WallTime to) {
  const std::int64_t ms = std::abs(to.ms() - from.ms());
  return {to, "clock-stepped",
          "the clock of this host was set " + std::to_string(ms) + " ms " +
              (to < from ? "back" : "ahead"),
          from, to};
}

}  // namespace

WeaveLoop::WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Feed& feed)
    : settings_(std::move(settings)),
      inbox_(inbox),
      feed_(feed),
      cutter_(settings_.longest_record),
      begun_(feed.resumed()) {}

void WeaveLoop::run() {
  if (!begun_) settings_.begin();
  // After begin_anew() the past is learnt already, and the lines behind it come from audit.log, not
  // as records.
  if (feed_.anew_from().has_value()) come_to_first("");
  if (begun_) repair();
  last_turn_ = Clock::now();
  bool more = false;  // there are more entries to weave
  // A sink without room may have room soon.
  const auto until_room = [this] { return feed_.has_unwoven() ? kSoon : kLook; };
  while (take_some(more ? std::chrono::milliseconds(0) : until_room())) {
    feed_.commit();
    more = feed_.weave();
    const Feed::Spent spent = feed_.take_spent();
    share_.note(spent.records, spent.followed, more);
    // On a busy host the loop never waits, so the periodic tasks are done between two turns.
    if (Clock::now() >= next_look_) look();
  }
  AuditLines half;
  if (const auto line = cutter_.rest()) half.add(*line);
  if (!half.lines.empty()) feed_.take(std::move(half));
  come_to_first("");
  settings_.ending();
  feed_.end();
  settings_.look();
}

// A line may come from the log and as a record. feed_.has() knows the records of before, repaired_
// those that come later.
void WeaveLoop::repair() {
  settings_.before_records();
  AuditLines lines;
  const auto give = [&] {
    if (lines.lines.empty()) return;
    lines.of_log = true;
    feed_.take(std::exchange(lines, {}));
    feed_.commit();
  };
  std::size_t size = 0;
  GapRepair::Tally tally;
  settings_.repair([&](const base::Line& line) {
    if (settings_.fetch) gaps_.known(line.text);
    const bool known = feed_.has(line.text);
    tally.add(line, known);
    if (known) return;
    repaired_.add(line.text);
    // AuditLines number their lines without gaps. A line of another file, or behind a known line,
    // begins new ones.
    if (!lines.lines.empty() && line.number != lines.number + lines.lines.size()) give();
    lines.add(line);
    size += line.text.size();
    if (size > kRepairBytes) {
      give();
      size = 0;
    }
  });
  give();
  if (const weave::Recovered found = tally.take(); found.count > 0) feed_.take(Repaired{{}, found});
  feed_.repaired();
  repaired_.seal();
}

void WeaveLoop::listen() {
  const auto now = Clock::now();
  listened_ += std::min<Clock::duration>(now - last_turn_, 2 * kLook);
  last_turn_ = now;
}

void WeaveLoop::tell_clock() {
  next_clock_ = Clock::now() + kLook;
  const base::WallTime now = settings_.wall_time();
  if (settings_.boot_began) {
    const base::WallTime began = settings_.boot_began();
    const std::int64_t step_ns = began.ns - boot_began_.value_or(began).ns;
    if (std::chrono::nanoseconds(std::abs(step_ns)) > kStep)
      feed_.take(step_note({now.ns - step_ns}, now));
    boot_began_ = began;
  }
  feed_.take(pipeline::Clock{now});
}

// Takes what the Inbox has, up to the amount of one turn.
bool WeaveLoop::take_some(std::chrono::milliseconds wait) {
  share_.begin();
  for (int i = 0; i < kMostAtOnce; ++i) {
    if (feed_.full()) {
      std::this_thread::sleep_for(wait);
      return true;
    }
    intake::InboxItem taken =
        inbox_.take(i == 0 ? wait : std::chrono::milliseconds(0), share_.may_take());
    listen();
    if (std::holds_alternative<intake::Ended>(taken)) return false;
    if (std::holds_alternative<intake::Nothing>(taken)) return true;
    if (last_turn_ >= next_clock_) tell_clock();
    std::visit([this](auto& each) { take(each); }, taken);
  }
  return true;
}

void WeaveLoop::take(intake::Records& records) {
  last_input_ = last_record_ = listened_;
  paused_ = false;
  if (begun_) settings_.before_records();
  cutter_.add(records.bytes);
  AuditLines lines;
  while (const auto line = cutter_.next()) {
    if (!is_end_mark(line->text)) come_to_first(line->text);
    watch(line->text);
    if (!repaired_.has(line->text)) {
      lines.add(*line);
    } else if (!lines.lines.empty()) {  // a repaired line is a gap in the numbers
      feed_.take(std::exchange(lines, {}));
    }
  }
  if (!lines.lines.empty()) feed_.take(std::move(lines));
}

void WeaveLoop::try_first() {
  if (begun_) return;
  const std::string record = inbox_.first_record();
  const bool silent = listened_ - last_record_ > kSilence && inbox_.held().record_bytes == 0;
  const bool first = !record.empty() && !is_end_mark(record);
  if (first || silent || early_bytes_ > kMostEarly) come_to_first(first ? record : "");
}

void WeaveLoop::come_to_first(std::string_view record) {
  if (std::exchange(begun_, true)) return;
  const auto header = audit::parse_line(record);
  feed_.note_first(header.ok() ? header->key.time() : settings_.wall_time());
  settings_.before_first(record);
  feed_.primed();
  settings_.before_records();
  for (Input& early : std::exchange(early_, {})) feed_.take(std::move(early));
}

template <typename Followed>
void WeaveLoop::take(Followed& followed) {
  last_input_ = listened_;
  share_.take(intake::bytes_of(followed));
  try_first();
  if (begun_) return feed_.take(std::move(followed));
  early_.emplace_back(std::move(followed));
  early_bytes_ += size_of(early_.back());
}

void WeaveLoop::take(intake::FollowedLog& log) {
  last_input_ = listened_;
  share_.take(intake::bytes_of(log));
  feed_.take(std::move(log));
}

void WeaveLoop::look() {
  next_look_ = Clock::now() + kLook;
  // The kernel marks the end of most events, but not of all. An abort of a program at night
  // (ANOM_ABEND) must not wait for the next login.
  if (!paused_ && listened_ - last_record_ > kSilence) {
    paused_ = true;
    gaps_.pause();
    feed_.take(RecordsPause());
  }
  if (begun_ && settings_.fetch && gaps_.due(Clock::now())) gaps_.run(settings_.fetch, feed_);
  if (listened_ > kQueued) repaired_.forget();
  try_first();
  // On a silent host event time stands still, and what waits for it would wait for ever. Most of it
  // needs one Idle soon after the silence began; later ones are rare, so that a spool's disk is not
  // woken five times a second.
  const auto silence = listened_ - last_input_;
  if (silence > kSilence && listened_ >= next_idle_) {
    tell_clock();
    feed_.take(Idle{settings_.wall_time()});
    next_idle_ = listened_ + (silence > kLongSilence ? kSeldom : kLook);
  }
  settings_.look();
  feed_.look();
}

}  // namespace auweave::pipeline
