// The part of Track that knows when lines are entered which no mark tells, or which nothing shows.
#include <algorithm>

#include "correlate/track.h"

namespace auweave::correlate {

void Track::brings_prompts(base::WallTime time, programs::Prompts prompts) {
  if (reader_.at_prompt()) return arrive_again();
  reader_.loosen();
  prompt_.clear();
  edits_ = interrupted_ = false;
  expected_ = Expected{time, where_of(prompts), ""};
}

void Track::unmarked() {
  reader_.refuse_alternate();
  reader_.loosen();
  reader_.flush();
}

void Track::stands_in(const CommandNumber& command, base::WallTime time, bool inside) {
  while (!waiting_.empty() && base::later(waiting_.front().shown, kClockMs) < time) settle();
  Command* before = current();
  if (before != nullptr && !inside) {
    if (before->typed) before->ended = time;
    before->closes = base::later(time, Commands::kSettleMs);
  } else if (before != nullptr && before->typed && contexts_.size() < kMostContexts) {
    before->prompts = true;
    contexts_.push_back({before->where, kUnseen, before->target, before->id});
  }
  current_ = command;
  if (!may_be_unseen_.has_value()) may_be_unseen_ = time;
  Command* shown = current();
  if (shown == nullptr || orphans_.empty()) return;
  orphans_.pop_back();
  commands_.shows(*shown, std::exchange(orphans_, ""), false);
}

bool Track::entered_nothing(base::WallTime time) const {
  if (may_be_unseen_.has_value() && !reader_.at_prompt()) return true;
  if (lines_.empty() || lines_.back().command.has_value()) return false;
  const bool back = reader_.at_prompt() && time > base::later(prompted_, kClockMs);
  return lines_.back().begins <= time && !back;
}

bool Track::left_inner(base::WallTime time) {
  std::size_t depth = contexts_.size();
  while (depth > 1) {
    const Command* brought = commands_.find(contexts_[depth - 1].command);
    if (brought == nullptr || brought->begins <= time) break;
    --depth;
  }
  if (depth == contexts_.size()) return false;
  prompted_ = std::max(prompted_, now_);
  leave_until(depth);
  return true;
}

}  // namespace auweave::correlate
