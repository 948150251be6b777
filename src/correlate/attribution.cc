#include "correlate/attribution.h"

#include <algorithm>

#include "programs/client.h"

namespace auweave::correlate {
namespace {

std::int64_t between(base::WallTime from, base::WallTime to) { return to.ms() - from.ms(); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
    if (text.size() > Command::kLongestLine) break;
  }
  return text;
}

bool is_over(const Command& command, base::WallTime time) {
  return command.ended.has_value() && time > *command.ended;
}

}  // namespace

void Attribution::take(const Act& act, base::WallTime now) {
  now_ = now;
  if (act.what == Act::What::executed) return executed(act);
  if (act.what == Act::What::entered) return entered(act);
  if (act.what == Act::What::recorded) recorded(act);
  did(act);
}

void Attribution::entered(const Act& act) {
  if (processes_.find(act.pid) != nullptr) return;
  Process process;
  process.pid = act.pid;
  process.executed = act.time;
  process.entrance = true;
  processes_.enter(process);
}

// What sudo runs is inside of the recording that it makes, if it makes one.
void Attribution::recorded(const Act& act) {
  Process* sudo = processes_.find(act.pid);
  const Command* command = sudo == nullptr ? nullptr : commands_.find(sudo->command);
  if (command == nullptr) return;
  tracks_.started(act.serial, act.time, sudo->recording, command->id);
  sudo->recording = act.serial;
}

void Attribution::executed(const Act& act) {
  Process* self = act.failed ? processes_.find(act.pid) : processes_.again(act);
  Process* parent = processes_.find(act.ppid);
  Owner owner = owner_of(act, self, parent);
  const bool of_shell = parent != nullptr && parent->shell;
  if (owner.command == nullptr) {
    // A try alone is no command; its event tells of it.
    if (act.failed) return;
    owner.command = &fresh(act, owner.parent);
    owner.child_of_shell = true;
    if (parent != nullptr) parent->burst = owner.command->id;
  }
  Command& command = *owner.command;
  command.executes(act, owner.child_of_shell);
  if (command.target.empty() && owner.child_of_shell)
    command.target = programs::client_target(act.exe, programs::views(act.argv));
  if (command.user.empty() && of_shell) command.user = parent->user;
  if (!act.failed) remember(act, command, self, parent);
}

Attribution::Owner Attribution::owner_of(const Act& act, Process* self, Process* parent) {
  // A shell that was told to execute is replaced: that was a line of its.
  if (self != nullptr && !self->entrance) {
    if (self->shell && self->executed < act.time) return by_line(*self, act);
    const bool own = parent != nullptr && parent->shell;
    if (Command* command = commands_.find(self->command)) return {command, own, {}};
    return {nullptr, false, self->command};
  }
  if (parent == nullptr) return of_stranger(act);
  if (parent->entrance) return {};
  if (parent->shell) return by_line(*parent, act);
  if (parent->guessed) return of_guessed(*parent, act);
  Command* command = commands_.find(parent->command);
  if (command != nullptr) return {command, false, {}};
  return {nullptr, false, parent->command};
}

// It may be a fork of a shell, or a shell that was there before anything was read.
Attribution::Owner Attribution::of_guessed(Process& parent, const Act& act) {
  const Track* track = tracks_.latest(act.time, now_);
  const auto shells = processes_.recordings_of_shells();
  const bool known = std::any_of(shells.begin(), shells.end(), [&](std::uint64_t recording) {
    return tracks_.told(recording, now_) == track;
  });
  if (track != nullptr && !known) {
    Command* typed = commands_.find(track->line_at(act.time)->command);
    if (typed != nullptr && !is_over(*typed, act.time)) return {typed, true, {}};
  }
  Command* command = commands_.find(parent.command);
  if (command != nullptr && command->typed) return {command, false, {}};
  return by_burst(parent, act);
}

Attribution::Owner Attribution::by_line(Process& shell, const Act& act) {
  Track* track = tracks_.told(shell.recording, now_);
  if (track != nullptr) track->claim(act.time);
  if (track == nullptr || !track->has_prompts()) return by_burst(shell, act);
  const Track::Line* line = track->line_at(act.time);
  if (line == nullptr) {
    if (Command* own = commands_.find(shell.command)) return {own, false, {}};
    return by_burst(shell, act);
  }
  Command* command = commands_.find(line->command);
  if (command == nullptr || is_over(*command, act.time)) return by_burst(shell, act);
  track->was_local(*command);
  return {command, true, {}};
}

Attribution::Owner Attribution::by_burst(Process& shell, const Act& act) {
  if (Command* burst = commands_.find(shell.burst)) {
    const std::int64_t gap = burst->own.size() >= kLoop ? kLoopMs : kBurstMs;
    if (between(burst->last, act.time) <= gap) return {burst, true, {}};
  }
  Command* own = shell.burst.has_value() ? nullptr : commands_.find(shell.command);
  if (own != nullptr && between(own->last, act.time) <= kStartUpMs) return {own, false, {}};
  return {};
}

// sudo and su fork before they execute.
Process* Attribution::elevator_at_work() {
  Process* elevator = processes_.last_user_change();
  const bool works = elevator != nullptr && commands_.find(elevator->command) != nullptr;
  return works ? elevator : nullptr;
}

// What the sudo or su at work executes has a fork between; but a line that was entered since is at work in
// the shell that it gave.
Attribution::Owner Attribution::of_stranger(const Act& act) {
  const Process* elevator = elevator_at_work();
  if (act.recorder && elevator == nullptr) return {};
  const Track* track = tracks_.latest(act.time, now_);
  const Track::Line* line = track == nullptr ? nullptr : track->line_at(act.time);
  Command* typed = line == nullptr ? nullptr : commands_.find(line->command);
  if (typed != nullptr && is_over(*typed, act.time)) typed = nullptr;
  const bool since = elevator == nullptr || (line != nullptr && line->begins > elevator->executed);
  if (typed != nullptr && since) return {typed, true, {}};
  if (elevator != nullptr) return {commands_.find(elevator->command), false, {}};
  if (line == nullptr) return {};
  return {nullptr, true, line->command};
}

Command& Attribution::fresh(const Act& act, const std::optional<base::Digest>& parent) {
  base::Digester digester;
  digester.add("exec").add(host_).add(static_cast<std::uint64_t>(act.time.ns)).add(act.serial);
  Command command;
  command.id = digester.finish();
  command.parent = parent;
  command.line = joined(act.argv);
  command.begins = command.started = act.time;
  command.user = act.effective_user;
  return commands_.begin(std::move(command));
}

std::uint64_t Attribution::recording_around(const Act& act, const Process* self,
                                            const Process* parent) {
  if (self != nullptr) return self->recording;
  if (parent != nullptr) return parent->recording;
  if (const Process* elevator = elevator_at_work()) return elevator->recording;
  if (act.recorder) return 0;
  const Track* track = tracks_.latest(act.time, now_);
  return track == nullptr ? 0 : track->facts().serial;
}

void Attribution::remember(const Act& act, Command& command, const Process* self,
                           const Process* parent) {
  Process process;
  process.pid = act.pid;
  process.ppid = act.ppid;
  process.executed = act.time;
  process.command = command.id;
  process.recording = recording_around(act, self, parent);
  process.user = act.effective_user;
  // A parent that was not known is known from its child.
  if (self == nullptr && parent == nullptr && act.ppid.has_value() && act.ppid->value > 1) {
    Process unknown = process;
    unknown.pid = *act.ppid;
    unknown.ppid.reset();
    unknown.guessed = true;
    processes_.enter(unknown);
  }
  const std::vector<std::string_view> words = programs::views(act.argv);
  const programs::Program* program = programs::call_of(act.exe, words).program;
  process.shell = programs::reads_lines(act.exe, words);
  process.changes_user = program != nullptr && program->role == programs::Role::changes_user;
  if (act.recorder) {
    tracks_.started(act.serial, act.time, process.recording, command.id);
    command.recorder = !command.typed;
    process.recording = act.serial;
  }
  processes_.enter(process);
}

// What else a process did: the command's that it belongs to; what a shell did itself is its line's.
void Attribution::did(const Act& act) {
  const Process* process = processes_.find(act.pid);
  if (process == nullptr) process = processes_.find(act.ppid);
  if (process == nullptr || process->entrance) return;
  Command* command = commands_.find(process->command);
  if (process->shell) {
    const Track* track = tracks_.told(process->recording, now_);
    const Track::Line* line = track == nullptr ? nullptr : track->line_at(act.time);
    if (line != nullptr) command = commands_.find(line->command);
    if (command != nullptr && is_over(*command, act.time)) command = nullptr;
  }
  if (command != nullptr) command->does(act);
}

std::uint64_t Attribution::recording_of(const Command& command) {
  const auto& executed = command.own.empty() ? command.inner : command.own;
  if (executed.empty()) return 0;
  const Process* process = nullptr;
  if (executed.front().ppid.has_value())
    process = processes_.find(model::Pid{*executed.front().ppid});
  if (process == nullptr) process = processes_.find(model::Pid{*executed.front().pid});
  return process == nullptr ? 0 : process->recording;
}

}  // namespace auweave::correlate
