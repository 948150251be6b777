#include "correlate/attribution.h"

#include <algorithm>

#include "correlate/line_choice.h"
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

}  // namespace

void Attribution::take(const ProcessAction& action, base::WallTime now) {
  now_ = now;
  if (action.what == ProcessAction::What::executed) return executed(action);
  if (action.what == ProcessAction::What::entered) return entered(action);
  if (action.what == ProcessAction::What::recorded) recorded(action);
  did(action);
}

void Attribution::entered(const ProcessAction& action) {
  if (processes_.find(action.pid) != nullptr) return;
  Process process;
  process.pid = action.pid;
  process.executed = action.time();
  process.entrance = true;
  processes_.enter(process);
}

// The command that sudo runs is inside the recording that sudo makes, if it makes one.
void Attribution::recorded(const ProcessAction& action) {
  Process* sudo = processes_.find(action.pid);
  const Command* command = sudo == nullptr ? nullptr : commands_.wake(sudo->command);
  if (command == nullptr) return;
  tracks_.started(action.key.serial, action.time(), sudo->recording, command->id);
  sudo->recording = action.key.serial;
}

void Attribution::executed(const ProcessAction& action) {
  Process* parent = processes_.parent(action.ppid);
  if (parent == nullptr || parent->guessed) parent = in_pane(action, parent);
  Process* self = action.failed ? processes_.find(action.pid) : processes_.again(action);
  Owner owner = owner_of(action, self, parent);
  const bool of_shell = parent != nullptr && parent->shell;
  if (owner.command == nullptr) {
    // A failed exec alone is no command. Its event tells of it.
    if (action.failed) return;
    owner.command = &fresh(action, owner.parent);
    owner.child_of_shell = true;
    if (owner.unseen != nullptr)
      owner.unseen->stands_in(owner.command->id, action.time(), owner.inside);
    if (parent != nullptr) parent->burst = owner.command->id;
  }
  Command& command = *owner.command;
  command.executes(action, owner.child_of_shell);
  if (command.terminal == 0 && owner.child_of_shell && parent != nullptr)
    command.terminal = parent->terminal;
  if (command.target.empty() && owner.child_of_shell)
    command.target = programs::client_target(action.exe, programs::views(action.argv));
  if (command.user.empty() && owner.child_of_shell)
    command.user = of_shell ? parent->user : action.caller;
  if (!action.failed) remember(action, command, self, parent);
}

Attribution::Owner Attribution::owner_of(const ProcessAction& action, Process* self,
                                         Process* parent) {
  // A shell that executes a program in its own place did so for a line.
  if (self != nullptr && !self->entrance) {
    if (self->shell && self->executed < action.time()) return by_line(*self, action);
    const bool own = parent != nullptr && parent->shell;
    if (Command* command = commands_.wake(self->command)) return {command, own, {}};
    return {nullptr, false, self->command};
  }
  if (parent == nullptr) return of_stranger(action);
  if (parent->entrance) return {};
  if (parent->shell) return by_line(*parent, action);
  if (parent->guessed) return of_guessed(*parent, action);
  if (Command* line = line_of_program(*parent, action)) return {line, true, {}};
  Command* command = commands_.wake(parent->command);
  if (command != nullptr) return {command, false, {}};
  return {nullptr, false, parent->command};
}

// The unknown parent may be a fork of a shell, or a shell from before the start.
Attribution::Owner Attribution::of_guessed(Process& parent, const ProcessAction& action) {
  Track* track = tracks_.latest(action.time(), now_);
  if (track != nullptr) track->claim(action);
  const auto shells = processes_.recordings_of_shells();
  const bool known = std::any_of(shells.begin(), shells.end(), [&](std::uint64_t recording) {
    return tracks_.leading(recording, now_) == track;
  });
  if (track != nullptr && !known) {
    Command* typed = commands_.find(track->line_at(action.time())->command);
    if (typed != nullptr && !typed->is_over(action.time())) return {typed, true, {}};
  }
  Command* command = commands_.find(parent.command);
  if (command != nullptr && command->typed) return {command, false, {}};
  Owner owner = by_burst(parent, action);
  const bool of_line = known && parent.command.has_value() && parent.command->is_line();
  if (owner.command == nullptr && of_line) owner.parent = parent.command;
  return owner;
}

Attribution::Owner Attribution::by_burst(Process& shell, const ProcessAction& action) {
  if (Command* burst = commands_.find(shell.burst)) {
    const std::int64_t gap = burst->own.size() >= kLoop ? kLoopMs : kBurstMs;
    if (between(burst->last, action.time()) <= gap) return {burst, true, {}};
  }
  Command* own = shell.burst.has_value() ? nullptr : commands_.find(shell.command);
  if (own != nullptr && between(own->last, action.time()) <= kStartUpMs) return {own, false, {}};
  return {};
}

// Returns the sudo or su whose command is open, or null. sudo and su fork before they execute.
Process* Attribution::user_change_at_work() {
  Process* changer = processes_.last_user_change();
  const bool works = changer != nullptr && commands_.find(changer->command) != nullptr;
  return works ? changer : nullptr;
}

// The parent is unknown: most likely a fork of the sudo or su at work. But a line that was entered
// since then runs in the shell that sudo or su gave.
Attribution::Owner Attribution::of_stranger(const ProcessAction& action) {
  const Process* changer = user_change_at_work();
  if (action.recorder && changer == nullptr) return {};
  // The terminal is a terminal server's, say, from before the input.
  if (changer == nullptr && panes_.is_elsewhere(action.tty)) return {};
  Track* track = tracks_.latest(action.time(), now_);
  // The first line of all may be that of a shell without marks.
  if (Track* only = track == nullptr ? tracks_.only(now_) : nullptr) {
    only->claim(action);
    track = tracks_.latest(action.time(), now_);
  }
  Command* typed = track == nullptr ? nullptr : typed_for(*track, action);
  const Track::Line* line = track == nullptr ? nullptr : track->line_at(action.time());
  const bool since = changer == nullptr || (line != nullptr && line->begins > changer->executed);
  const bool daemon = !action.ppid.has_value() || action.ppid->value <= 1;
  if (const auto job = jobs_.line_of({daemon ? action.pid : *action.ppid, action, typed}))
    return {nullptr, false, job};
  if (typed != nullptr && since) return {typed, true, {}};
  if (changer != nullptr) return {commands_.find(changer->command), false, {}};
  if (line == nullptr) return {};
  return {nullptr, true, line->command};
}

Command& Attribution::fresh(const ProcessAction& action,
                            const std::optional<CommandNumber>& parent) {
  Command command;
  command.id = CommandNumber::of_execve(action.key.serial);
  command.parent = parent;
  command.line = joined(action.argv);
  command.begins = command.started = action.time();
  return commands_.begin(std::move(command));
}

std::uint64_t Attribution::recording_around(const ProcessAction& action, const Process* self,
                                            const Process* parent) {
  if (self != nullptr) return self->recording;
  if (parent != nullptr) return parent->recording;
  if (const Process* changer = user_change_at_work()) return changer->recording;
  if (action.recorder) return 0;
  const Track* track = tracks_.latest(action.time(), now_);
  return track == nullptr ? 0 : track->facts().serial;
}

void Attribution::remember(const ProcessAction& action, Command& command, const Process* self,
                           const Process* parent) {
  Process process;
  process.pid = action.pid;
  process.ppid = action.ppid;
  process.executed = action.time();
  process.command = command.id;
  process.recording = recording_around(action, self, parent);
  process.user = action.effective_user;
  process.terminal = panes_.executed(action, command.id);
  process.serves = process.terminal != 0;
  const Process* around = self != nullptr ? self : parent;
  if (!process.serves && around != nullptr) process.terminal = around->terminal;
  // An unknown parent is known from its child.
  if (self == nullptr && parent == nullptr && action.ppid.has_value() && action.ppid->value > 1) {
    Process unknown = process;
    unknown.pid = *action.ppid;
    unknown.ppid.reset();
    unknown.guessed = true;
    processes_.enter(unknown);
  }
  const std::vector<std::string_view> words = programs::views(action.argv);
  const programs::Program* program = programs::call_of(action.exe, words).program;
  process.shell = programs::reads_lines(action.exe, words);
  brings_prompts(action, process, words);
  if (process.shell && parent != nullptr && parent->serves)
    panes_.note_shell(action.tty, action.pid);
  process.changes_user = program != nullptr && program->role == programs::Role::changes_user;
  if (action.recorder) {
    tracks_.started(action.key.serial, action.time(), process.recording, command.id);
    command.recorder = !command.typed;
    process.recording = action.key.serial;
  }
  processes_.enter(process);
}

// Adds an action that is no exec to the command of its process. An action of a shell itself belongs
// to the shell's line.
void Attribution::did(const ProcessAction& action) {
  panes_.did(action);
  const Process* process = processes_.find(action.pid);
  if (process == nullptr) process = processes_.parent(action.ppid);
  if (process == nullptr || process->entrance) return;
  const bool wakes =
      !process->shell && (action.denied || action.what != ProcessAction::What::other);
  Command* command = wakes ? commands_.wake(process->command) : commands_.find(process->command);
  const bool is_recorded = process->terminal == 0 || process->recording != 0;
  if (process->shell && is_recorded) {
    const Track* track = tracks_.leading(process->recording, now_);
    const Track::Line* line = track == nullptr ? nullptr : track->line_at(action.time());
    if (line != nullptr) command = commands_.find(line->command);
    if (command != nullptr && command->is_over(action.time())) command = nullptr;
  }
  if (command == nullptr) return;
  command->does(action);
  const bool refused = action.what == ProcessAction::What::refused;
  if (refused || action.what == ProcessAction::What::allowed ||
      action.what == ProcessAction::What::recorded)
    command->judged(action.pid, refused);
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
