#include "correlate/commands.h"

#include <algorithm>
#include <limits>

namespace auweave::correlate {
namespace {

// Nothing tells when a program without a line is over.
bool quiets(const Command& command) {
  return !command.typed && !command.recorder && !command.prompts;
}

// Each part tells all of the command's programs again, so a quiet command that wakes often is not
// emitted at each waking.
base::WallTime quiet_at(const Command& command) {
  const base::WallTime quiet = base::later(command.last, Commands::kQuietMs);
  return command.woken ? std::max(quiet, command.next_part) : quiet;
}

}  // namespace

Command& Commands::begin(Command command) {
  close(command.id);
  ++begun_;
  command.last = std::max(command.last, command.started);
  command.next_part = base::later(command.started, kFirstPartMs);
  open_.push_back(std::move(command));
  by_id_[open_.back().id] = std::prev(open_.end());
  return open_.back();
}

Command* Commands::find(const std::optional<CommandNumber>& id) {
  if (!id.has_value()) return nullptr;
  const auto found = by_id_.find(*id);
  return found == by_id_.end() ? nullptr : &*found->second;
}

// A session has few quiet commands (kMostQuiet), and those that wake are mostly the last ones.
Command* Commands::wake(const std::optional<CommandNumber>& id) {
  if (Command* open = find(id)) return open;
  if (!id.has_value()) return nullptr;
  const auto found = std::find_if(quiet_.rbegin(), quiet_.rend(),
                                  [&](const Command& command) { return command.id == *id; });
  if (found == quiet_.rend()) return nullptr;
  const auto at = std::prev(found.base());
  quiet_bytes_ -= at->size();
  at->woken = true;
  open_.splice(open_.end(), quiet_, at);
  by_id_[at->id] = at;
  return &*at;
}

// Nothing tells whether the command is over, so it is closed and kept.
void Commands::rest(base::WallTime now, std::list<Command>::iterator command) {
  by_id_.erase(command->id);
  part(*command, PartState::closed);
  command->next_part = base::later(now, kNextPartMs);
  quiet_bytes_ += command->size();
  quiet_.splice(quiet_.end(), open_, command);
  while (quiet_.size() > kMostQuiet || quiet_bytes_ > kMostQuietBytes) {
    quiet_bytes_ -= quiet_.front().size();
    quiet_.pop_front();
  }
}

void Commands::close(const CommandNumber& id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  const auto at = found->second;
  by_id_.erase(found);
  part(*at, PartState::closed);
  open_.erase(at);
}

void Commands::shows(Command& command, std::string_view row, bool goes_on) {
  // A part ends before the row that would make it too long.
  const bool full = command.output.size() + row.size() > Command::kMostPart;
  if (full && !command.output.empty()) part(command, PartState::output);
  command.shows(row, goes_on);
}

void Commands::part(Command& command, PartState state) {
  ++command.parts;
  tell_(command, state);
  command.output.clear();
  command.news = false;
}

std::optional<base::WallTime> Commands::moment_of(const Command& command) {
  std::optional<base::WallTime> moment = command.closes;
  const auto consider = [&](base::WallTime time) {
    if (!moment.has_value() || time < *moment) moment = time;
  };
  if (command.parts == 0 || command.news) consider(command.next_part);
  if (quiets(command)) consider(quiet_at(command));
  return moment;
}

std::optional<base::WallTime> Commands::next() const {
  std::optional<base::WallTime> first;
  for (const Command& command : open_) {
    const auto moment = moment_of(command);
    if (moment.has_value() && (!first.has_value() || *moment < *first)) first = moment;
  }
  return first;
}

void Commands::tick(base::WallTime now, const std::function<bool(Command&)>& over) {
  for (auto at = open_.begin(); at != open_.end();) {
    const auto here = at++;
    Command& command = *here;
    const auto moment = moment_of(command);
    if (!moment.has_value() || *moment > now) continue;
    const bool is_final = command.closes.has_value() && *command.closes <= now;
    const bool back = is_final && over(command);
    if (is_final) command.closes.reset();
    if (back) {
      close(command.id);
    } else if (quiets(command) && quiet_at(command) <= now) {
      rest(now, here);
    } else if (command.next_part <= now && (command.parts == 0 || command.news)) {
      command.next_part = base::later(now, kNextPartMs);
      part(command, command.parts == 0 ? PartState::open : PartState::output);
    }
  }
}

void Commands::close_all(base::WallTime now) {
  while (!open_.empty()) {
    Command& command = open_.front();
    if (command.typed && !command.ended.has_value()) command.ended = std::max(now, command.started);
    close(command.id);
  }
}

void Commands::finish(const std::function<bool(Command&)>& over) {
  for (auto at = open_.begin(); at != open_.end();) {
    Command& command = *at++;
    const bool back = command.closes.has_value() && over(command);
    if (back || quiets(command)) {
      close(command.id);
    } else if (command.news || command.parts == 0) {
      part(command, PartState::open);
    }
  }
}

void Commands::shed() {
  for (Command& command : open_) {
    if (!command.output.empty()) part(command, PartState::output);
  }
  quiet_.clear();
  quiet_bytes_ = 0;
}

std::size_t Commands::size() const {
  std::size_t sum = quiet_bytes_;
  for (const Command& command : open_) sum += command.size();
  return sum;
}

}  // namespace auweave::correlate
