#include "weave/process_trail.h"

namespace auweave::weave {
namespace {

process::ProcessReport report_of(const Woven& woven) {
  const auto& [event, facts, document, told, match, fetched] = woven;
  process::ProcessReport report;
  report.host = document.stamp.host;
  report.pid = facts.pid;
  report.ppid = facts.ppid;
  report.ses = facts.ses;
  report.key = event.key;
  report.exe = document.exe;
  // A user record has the caller's uid alone: sudo's has that of whoever called it, though sudo is root.
  if (document.process.euid.has_value()) report.user = document.effective_user;
  report.executed = facts.executed && facts.success.value_or(false);
  if (report.executed) report.command = document.command;
  report.ended = document.syscall == "exit_group";
  const session::Session* session = match.session;
  report.entrance = session != nullptr && facts.pid.has_value() && session->login_pid == facts.pid;
  return report;
}

model::Text id_text(const process::Program& program, const Woven& woven, EventIds& ids) {
  if (!program.execve.has_value()) return {};
  return ids.of_event(woven.document.stamp.host, *program.execve, woven.event.arena);
}

}  // namespace

void ProcessTrail::follow(Woven& woven, EventIds& ids) {
  process::ProcessReport report = report_of(woven);
  report.restarts = table_.restarts_of(report.host);
  const process::Family family = processes_.note(report);
  model::ProcessFacts& process = woven.document.process;
  if (const process::Program* own = family.own) {
    process.id = id_text(*own, woven, ids);
    process.command = own->command;
    process.started = own->started;
  }
  if (const process::Program* parent = family.parent) {
    process.parent.id = id_text(*parent, woven, ids);
    process.parent.exe = parent->exe;
    process.parent.command = parent->command;
    process.parent.user = parent->user;
    process.parent.started = parent->started;
  }
}

}  // namespace auweave::weave
