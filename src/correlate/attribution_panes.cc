// Attribution's part for what the recording of a session does not show the line of: jobs in the
// background, and terminals of a terminal server.
#include "correlate/attribution.h"

namespace auweave::correlate {

// The prompt may be back before a line in the background executes anything, and other lines may have
// been entered.
Attribution::Owner Attribution::by_job(const Process& shell, const ProcessAction& action,
                                       Command* line) {
  const bool over = line != nullptr && line->is_over(action.time());
  if (over && leaves_job(line->line) &&
      has_word(line->line, action.argv.empty() ? action.exe : action.argv[0]))
    return {line, true, {}};
  if (action.pid == shell.pid) return {};
  return {nullptr, false, jobs_.line_of({action.pid, action, over ? nullptr : line, true})};
}

// The recording of a login shows what its own shell reads. Below a terminal server another login
// may type.
Attribution::Owner Attribution::by_pane(Process& shell, const ProcessAction& action) {
  Owner owner = by_burst(shell, action);
  if (owner.command != nullptr) return owner;
  const Process* parent = processes_.find(shell.ppid);
  owner.parent = parent != nullptr && parent->command.has_value() ? parent->command : shell.command;
  return owner;
}

// An unknown parent may be a terminal server, or a fork of a shell below one. Returns what stands
// for the parent.
Process* Attribution::in_pane(const ProcessAction& action, Process* parent) {
  const Process* changer = panes_.busy() ? user_change_at_work() : nullptr;
  std::optional<base::WallTime> changed;
  if (changer != nullptr) changed = changer->executed;
  if (const auto found = panes_.server_of(action, changed)) {
    Process server;
    server.pid = *action.ppid;
    server.executed = action.time();
    server.command = found->command;
    server.terminal = found->server;
    server.serves = true;
    return &processes_.enter(server);
  }
  if (parent != nullptr || (changer != nullptr && changer->terminal != 0)) return parent;
  return processes_.find(panes_.shell_at(action.tty));
}

}  // namespace auweave::correlate
