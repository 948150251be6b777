#include "pipeline/weave_loop.h"

#include <algorithm>
#include <utility>

namespace auweave::pipeline {
namespace {

// The mark at an event's end is in no audit log: where the log and the records meet cannot be told by
// it, and without the event it says nothing.
bool is_end_mark(std::string_view record) {
  if (record.starts_with("node=")) record.remove_prefix(std::min(record.find(' '), record.size()));
  return record.starts_with("type=EOE ") || record.starts_with(" type=EOE ");
}

}  // namespace

WeaveLoop::WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Weaver& weaver)
    : settings_(std::move(settings)),
      inbox_(inbox),
      weaver_(weaver),
      cutter_(settings_.longest_record),
      begun_(!settings_.before_first) {}

void WeaveLoop::run() {
  settings_.begin();
  last_record_ = Clock::now();
  while (true) {
    intake::Taken taken = inbox_.take(kLook);
    if (std::holds_alternative<intake::Ended>(taken)) break;
    if (const auto* records = std::get_if<intake::Records>(&taken)) weave(*records);
    if (const auto* lost = std::get_if<intake::LostRecords>(&taken)) weave(*lost);
    if (const auto* line = std::get_if<intake::FollowedLine>(&taken)) weave(*line);
    if (auto* log = std::get_if<intake::FollowedLog>(&taken)) weave(*log);
    if (const auto* entry = std::get_if<intake::FollowedEntry>(&taken)) weave(*entry);
    // A busy host must not keep all else waiting.
    if (Clock::now() >= next_look_) look();
  }
  if (const auto half = cutter_.rest()) weave(*half);
  come_to_first("");
  weaver_.finish();
  settings_.look();
}

void WeaveLoop::weave(const intake::Records& records) {
  last_input_ = last_record_ = Clock::now();
  paused_ = false;
  cutter_.add(records.bytes);
  while (const auto line = cutter_.next()) weave(*line);
}

void WeaveLoop::weave(const base::Line& record) {
  if (!is_end_mark(record.text)) come_to_first(record.text);
  weaver_.audit_line(record, settings_.records);
}

void WeaveLoop::try_first() {
  if (begun_) return;
  const std::string record = inbox_.first_record();
  const bool silent = Clock::now() - last_record_ > kSilence && inbox_.held().record_bytes == 0;
  const bool first = !record.empty() && !is_end_mark(record);
  if (first || silent || early_bytes_ > kMostEarly) come_to_first(first ? record : "");
}

void WeaveLoop::come_to_first(std::string_view record) {
  if (std::exchange(begun_, true)) return;
  settings_.before_first(record);
  for (const auto& early : std::exchange(early_, {})) {
    std::visit([this](const auto& followed) { weave(followed); }, early);
  }
}

void WeaveLoop::weave(const intake::LostRecords& lost) {
  weaver_.records_lost(lost.count, lost.first, lost.last);
}

template <typename Followed>
bool WeaveLoop::kept_early(const Followed& followed, std::size_t bytes) {
  last_input_ = Clock::now();
  try_first();
  if (begun_) return false;
  early_bytes_ += bytes;
  early_.push_back(followed);
  return true;
}

void WeaveLoop::weave(const intake::FollowedEntry& followed) {
  if (kept_early(followed, followed.entry.message.size())) return;
  if (followed.source == settings_.sshd_log) {
    return weaver_.sshd_entry(followed.entry, followed.source);
  }
  weaver_.tlog_entry(followed.entry, followed.source);
}

void WeaveLoop::weave(const intake::FollowedLine& line) {
  if (kept_early(line, line.text.size())) return;
  const base::Line text{line.text, line.number, line.offset, line.cut, true};
  if (line.source == settings_.sshd_log) return weaver_.sshd_line(text, line.source);
  weaver_.tlog_line(text, line.source);
}

void WeaveLoop::weave(intake::FollowedLog& log) {
  last_input_ = Clock::now();
  weaver_.recorded(std::move(log.recorded), log.source);
}

void WeaveLoop::look() {
  next_look_ = Clock::now() + kLook;
  // The kernel marks the end of most events, but not of all: an abort of a program at night must not
  // wait for the next login.
  if (!paused_ && Clock::now() - last_record_ > kSilence) {
    paused_ = true;
    weaver_.records_pause();
  }
  try_first();
  // On a host where nothing happens, what waits for event time would wait for ever.
  if (Clock::now() - last_input_ > kSilence) weaver_.idle(settings_.wall_time());
  settings_.look();
}

}  // namespace auweave::pipeline
