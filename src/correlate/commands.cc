#include "correlate/commands.h"

#include <algorithm>
#include <iterator>
#include <utility>

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
  open_.emplace_back().command = std::move(command);
  index(std::prev(open_.end()));
  return open_.back().command;
}

void Commands::index(Opens::iterator open) {
  open->order = ++orders_;
  open->size = 0;
  open->entered.reset();
  open->touched = false;
  by_id_[open->command.id] = open;
  by_age_.emplace(std::pair(open->command.typed, open->order), &*open);
  touch(*open);
}

void Commands::unindex(Opens::iterator open) {
  by_id_.erase(open->command.id);
  by_age_.erase({open->command.typed, open->order});
  moments_.set({open->order, &*open}, open->entered, std::nullopt);
  open_bytes_ -= open->size;
  if (open->touched) std::erase(touched_, &*open);
}

void Commands::touch(Open& open) {
  if (!std::exchange(open.touched, true)) touched_.push_back(&open);
}

// Counts the commands that may have changed, and enters the moments that became earlier.
void Commands::settle() {
  for (Open* open : touched_) {
    open->touched = false;
    open_bytes_ -= open->size;
    open->size = open->command.size();
    open_bytes_ += open->size;
    moments_.note({open->order, open}, open->entered, moment_of(open->command));
  }
  touched_.clear();
}

Command* Commands::find(const std::optional<CommandNumber>& id) {
  if (!id.has_value()) return nullptr;
  const auto found = by_id_.find(*id);
  if (found == by_id_.end()) return nullptr;
  touch(*found->second);
  return &found->second->command;
}

// A session has few quiet commands (kMostQuiet), and those that wake are mostly the last ones.
Command* Commands::wake(const std::optional<CommandNumber>& id) {
  if (Command* open = find(id)) return open;
  if (!id.has_value()) return nullptr;
  const auto found = std::find_if(quiet_.rbegin(), quiet_.rend(),
                                  [&](const Open& open) { return open.command.id == *id; });
  if (found == quiet_.rend()) return nullptr;
  const auto at = std::prev(found.base());
  quiet_bytes_ -= at->command.size();
  at->command.woken = true;
  open_.splice(open_.end(), quiet_, at);
  index(at);
  return &at->command;
}

// Nothing tells whether the command is over, so it is closed and kept.
void Commands::rest(base::WallTime now, Opens::iterator open) {
  unindex(open);
  Command& command = open->command;
  part(command, PartState::closed);
  command.next_part = base::later(now, kNextPartMs);
  quiet_bytes_ += command.size();
  quiet_.splice(quiet_.end(), open_, open);
  while (quiet_.size() > kMostQuiet || quiet_bytes_ > kMostQuietBytes) {
    quiet_bytes_ -= quiet_.front().command.size();
    quiet_.pop_front();
  }
}

void Commands::close(const CommandNumber& id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  const auto at = found->second;
  unindex(at);
  part(at->command, PartState::closed);
  open_.erase(at);
}

void Commands::let_go(const std::optional<CommandNumber>& id) {
  Command* command = find(id);
  if (command == nullptr) return;
  command->let_go = !command->ended.has_value();
  close(*id);
}

void Commands::let_go_down_to(std::size_t bytes) {
  settle();
  while (open_bytes_ > bytes && !open_.empty()) let_go(by_age_.begin()->second->command.id);
}

// A single command is within the bounds: its own bounds hold.
void Commands::bound() {
  settle();
  while (open_.size() > kMostOpen || (open_bytes_ > kMostOpenBytes && open_.size() > 1))
    let_go(by_age_.begin()->second->command.id);
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

bool Commands::is_due(const Open& open, base::WallTime now) {
  const auto moment = moment_of(open.command);
  return moment.has_value() && *moment <= now;
}

std::optional<base::WallTime> Commands::next() {
  settle();
  while (!moments_.empty()) {
    const auto [entered, key] = moments_.first();
    const auto moment = moment_of(key.second->command);
    if (moment == entered) return moment;
    moments_.set(key, key.second->entered, moment);
  }
  return std::nullopt;
}

Commands::Due Commands::due(base::WallTime now) const {
  Due due;
  for (const auto& [entered, key] : moments_.entries()) {
    if (entered > now) break;
    if (is_due(*key.second, now)) due.emplace(key);
  }
  return due;
}

// The commands take their turns in the order of their beginning. A command that became due in the
// turn of an earlier one (a shell inside of another one was left) has its turn at once.
void Commands::tick(base::WallTime now, const Over& over) {
  settle();
  for (Due waiting = due(now); !waiting.empty();) {
    const auto [order, open] = *waiting.begin();
    waiting.erase(waiting.begin());
    touch(*open);
    tick_one(*open, now, over);
    for (Open* each : touched_) {
      if (each->order > order && is_due(*each, now)) waiting.emplace(each->order, each);
    }
    settle();
  }
}

void Commands::tick_one(Open& open, base::WallTime now, const Over& over) {
  Command& command = open.command;
  const bool is_final = command.closes.has_value() && *command.closes <= now;
  const bool back = is_final && over(command);
  if (is_final) command.closes.reset();
  if (back) {
    close(command.id);
  } else if (quiets(command) && quiet_at(command) <= now) {
    rest(now, by_id_.at(command.id));
  } else if (command.next_part <= now && (command.parts == 0 || command.news)) {
    command.next_part = base::later(now, kNextPartMs);
    part(command, command.parts == 0 ? PartState::open : PartState::output);
  }
}

void Commands::close_all(base::WallTime now) {
  while (!open_.empty()) {
    Command& command = open_.front().command;
    if (command.typed && !command.ended.has_value()) command.ended = std::max(now, command.started);
    close(command.id);
  }
}

void Commands::finish(const Over& over) {
  for (auto at = open_.begin(); at != open_.end();) {
    touch(*at);
    Command& command = at++->command;
    const bool back = command.closes.has_value() && over(command);
    if (back || quiets(command)) {
      close(command.id);
    } else if (command.news || command.parts == 0) {
      part(command, PartState::open);
    }
  }
}

void Commands::shed() {
  for (Open& open : open_) {
    touch(open);
    if (!open.command.output.empty()) part(open.command, PartState::output);
  }
  quiet_.clear();
  quiet_bytes_ = 0;
}

std::size_t Commands::size() {
  settle();
  return quiet_bytes_ + open_bytes_;
}

}  // namespace auweave::correlate
