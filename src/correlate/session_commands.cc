#include "correlate/session_commands.h"

#include <algorithm>
#include <limits>

#include "session/recordings.h"

namespace auweave::correlate {
namespace {

constexpr base::WallTime kEndOfTime{std::numeric_limits<std::int64_t>::max()};

std::optional<base::WallTime> earlier(std::optional<base::WallTime> a,
                                      std::optional<base::WallTime> b) {
  if (!a.has_value() || (b.has_value() && *b < *a)) return b;
  return a;
}

}  // namespace

// An action is looked at when the Enter before it has been read.
void SessionCommands::add(ProcessAction action) {
  held_ += action.size();
  actions_.emplace(std::pair(base::later(action.time(), WaitingRows::kLookMs), action.key.serial),
                   std::move(action));
}

// A recorder may hand over the last chunk of a session a little after the session's end.
std::optional<base::WallTime> SessionCommands::end_moment() const {
  if (!closes_.has_value()) return std::nullopt;
  return base::later(*closes_, session::kClockSlackMs);
}

std::optional<base::WallTime> SessionCommands::next() {
  std::optional<base::WallTime> first = earlier(commands_next_, end_moment());
  if (!actions_.empty()) first = earlier(first, actions_.begin()->first.first);
  return earlier(first, tracks_.next());
}

void SessionCommands::advance(base::WallTime until, const std::function<bool()>& pause) {
  while (const auto moment = next()) {
    if (*moment > until) break;
    step(*moment);
    if (pause && pause()) break;
  }
  commands_size_ = commands_.size();
  tracks_.rest();
}

// Takes one thing. Of several at one moment the terminal's output comes before the programs.
void SessionCommands::step(base::WallTime moment) {
  now_ = std::max(now_, moment);
  const auto shown = tracks_.next();
  if (shown.has_value() && *shown <= moment) {
    tracks_.step(now_);
  } else if (!actions_.empty() && actions_.begin()->first.first <= moment) {
    const auto node = actions_.extract(actions_.begin());
    held_ -= node.mapped().size();
    attribution_.take(node.mapped(), now_);
  } else if (end_moment().has_value() && *end_moment() <= moment) {
    end();
  } else {
    commands_.tick(moment, [&](Command& command) { return tracks_.over(command); });
  }
  commands_.bound();
  commands_next_ = commands_.next();
}

void SessionCommands::set_back(base::WallTime watermark) {
  if (const auto moment = next(); moment.has_value() && *moment > watermark) advance(kEndOfTime);
  now_ = std::min(now_, watermark);
}

void SessionCommands::end() {
  tracks_.finish(now_);
  commands_.close_all(*closes_);
  begun_ = commands_.begun();
  attribution_.session_ended(*closes_);
  closes_.reset();
}

void SessionCommands::advance_input(base::WallTime until) {
  while (has_input() && *next() <= until) step(*next());
}

void SessionCommands::finish() {
  advance_input(kEndOfTime);
  now_ = kEndOfTime;
  tracks_.finish(now_);
  commands_.finish([&](Command& command) { return tracks_.over(command); });
  tracks_.rest();
}

void SessionCommands::shed() {
  commands_.shed();
  commands_size_ = commands_.size();
}

void SessionCommands::let_go() {
  tracks_.let_go_all();
  commands_.let_go_down_to(0);
  shed();
  commands_next_ = commands_.next();
}

void SessionCommands::let_go_of_recordings() {
  tracks_.let_go_all();
  commands_size_ = commands_.size();
  commands_next_ = commands_.next();
}

std::vector<model::RecordingPlace> SessionCommands::places_of(const Command& command) {
  auto places = tracks_.places(attribution_.recording_of(command), command.started, now_);
  return places.empty() ? command.recordings : places;
}

}  // namespace auweave::correlate
