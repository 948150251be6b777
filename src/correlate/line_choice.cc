#include "correlate/line_choice.h"

#include <algorithm>
#include <vector>

namespace auweave::correlate {
namespace {

struct Candidate {
  const Track::Line* line;
  Command* command;
};

// The lines that were at work at `time`, or were so kEarlyMs before or after.
std::vector<Candidate> candidates(const Track& track, Commands& commands, base::WallTime time,
                                  std::optional<base::WallTime> from) {
  std::vector<Candidate> found;
  const auto& lines = track.lines();
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    const base::WallTime early = base::later(line->entered, -Track::kEarlyMs);
    if (std::min(early, line->begins) > time) continue;
    if (from.has_value() && line->begins < *from) break;
    Command* command = commands.find(line->command);
    if (command != nullptr && !command->is_over(base::later(time, -Track::kEarlyMs)))
      found.insert(found.begin(), {&*line, command});
    // The lines before this one were over, or had a shell at work, when this one was entered.
    if (base::later(line->entered, Track::kEarlyMs) < time) break;
  }
  return found;
}

Command* at_work(const Track& track, Commands& commands, base::WallTime time) {
  const Track::Line* line = track.line_at(time);
  Command* command = line == nullptr ? nullptr : commands.find(line->command);
  return command == nullptr || command->is_over(time) ? nullptr : command;
}

}  // namespace

LineCalls rest_of(const Command& command) {
  LineCalls calls(command.line);
  // Of a loop no call is used up.
  if (calls.repeats()) return calls;
  for (const model::Executed& each : command.own) calls.take(each.argv);
  return calls;
}

bool leaves_out(const Command& line, std::span<const std::string> argv) {
  const LineCalls rest = rest_of(line);
  return line.typed && rest.fit(argv) == Fit::none && !rest.may_run(argv);
}

LineChoice choose_line(const Track& track, Commands& commands, const ProcessAction& action,
                       std::optional<base::WallTime> from) {
  Command* timed = at_work(track, commands, action.time());
  const std::vector<Candidate> near = candidates(track, commands, action.time(), from);
  if (near.size() == 1 && near[0].command == timed) return {timed, {}, {}};
  Fit best = Fit::none;
  const Candidate* chosen = nullptr;
  Command* open = nullptr;  // the first that may execute anything, but that of the time before all
  for (const Candidate& each : near) {
    const LineCalls rest = rest_of(*each.command);
    const Fit fit = rest.fit(action.argv);
    if (fit > best) chosen = &each;
    best = std::max(best, fit);
    if (rest.may_run(action.argv) && (open == nullptr || each.command == timed))
      open = each.command;
  }
  const bool alone = near.size() < 2;
  if (chosen != nullptr) {
    const auto how = alone ? std::nullopt : std::optional(Command::Chosen::by_order);
    return {chosen->command, chosen->line->begins, how};
  }
  if (alone || open == nullptr) return {};
  return {open, {}, Command::Chosen::by_time};
}

}  // namespace auweave::correlate
