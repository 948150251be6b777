#include "pipeline/weave_loop.h"

#include <utility>

namespace auweave::pipeline {

WeaveLoop::WeaveLoop(WeaveLoopSettings settings, intake::Inbox& inbox, Weaver& weaver)
    : settings_(std::move(settings)),
      inbox_(inbox),
      weaver_(weaver),
      cutter_(settings_.longest_record) {}

void WeaveLoop::run() {
  while (true) {
    intake::Taken taken = inbox_.take(kLook);
    if (std::holds_alternative<intake::Ended>(taken)) break;
    if (const auto* records = std::get_if<intake::Records>(&taken)) weave(*records);
    if (const auto* lost = std::get_if<intake::LostRecords>(&taken)) weave(*lost);
    if (const auto* line = std::get_if<intake::FollowedLine>(&taken)) weave(*line);
    if (auto* log = std::get_if<intake::FollowedLog>(&taken)) weave(*log);
    // A busy host must not keep all else waiting.
    if (Clock::now() >= next_look_) look();
  }
  if (const auto half = cutter_.rest()) weaver_.audit_line(*half, settings_.records);
  weaver_.finish();
  settings_.look();
}

void WeaveLoop::weave(const intake::Records& records) {
  last_input_ = last_record_ = Clock::now();
  paused_ = false;
  cutter_.add(records.bytes);
  while (const auto line = cutter_.next()) weaver_.audit_line(*line, settings_.records);
}

void WeaveLoop::weave(const intake::LostRecords& lost) {
  weaver_.records_lost(lost.count, lost.first, lost.last);
}

void WeaveLoop::weave(const intake::FollowedLine& line) {
  last_input_ = Clock::now();
  weaver_.tlog_line({line.text, line.number, line.offset, line.cut, true}, line.source);
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
  // On a host where nothing happens, what waits for event time would wait for ever.
  if (Clock::now() - last_input_ > kSilence) weaver_.idle(settings_.wall_time());
  settings_.look();
}

}  // namespace auweave::pipeline
