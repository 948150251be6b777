// Weaver's part for what processes run.
#include "weave/weaver.h"

namespace auweave::weave {
namespace {

process::Told told_of(const session::Noted& noted, const model::EventFacts& facts,
                      const model::EventDocument& document) {
  process::Told told;
  told.host = document.stamp.host;
  told.pid = facts.pid;
  told.ppid = facts.ppid;
  told.ses = facts.ses;
  told.time = document.stamp.time.value_or(base::WallTime());
  told.event_id = document.stamp.event_id;
  told.exe = document.exe;
  // A user record has the caller's uid alone: of sudo, which is root, whoever called it.
  if (document.process.euid.has_value()) told.user = document.effective_user;
  told.executed = facts.executed && facts.success.value_or(false);
  if (told.executed) told.command = document.command;
  told.ended = document.syscall == "exit_group";
  const session::Session* session = noted.session;
  told.entrance = session != nullptr && facts.pid.has_value() && session->login_pid == facts.pid;
  return told;
}

model::Text id_text(const std::optional<base::Digest>& id, base::Arena& arena) {
  return id.has_value() ? arena.copy(base::hex(*id)) : model::Text();
}

}  // namespace

// What it fills in is valid until the next event.
void Weaver::follow_process(model::AuditEvent& event, const session::Noted& noted,
                            const model::EventFacts& facts, model::EventDocument& document) {
  process::Told told = told_of(noted, facts, document);
  told.restarts = table_.restarts_of(told.host);
  const process::Family family = processes_.note(told);
  model::ProcessFacts& process = document.process;
  if (const process::Program* own = family.own) {
    process.id = id_text(own->id, event.arena);
    process.command = own->command;
    process.started = own->started;
  }
  if (const process::Program* parent = family.parent) {
    process.parent.id = id_text(parent->id, event.arena);
    process.parent.exe = parent->exe;
    process.parent.command = parent->command;
    process.parent.user = parent->user;
    process.parent.started = parent->started;
  }
}

void Weaver::fill_whole_events(bool whole) {
  settings_.whole_events = whole;
  // What it knows would be old when it is asked again.
  if (!whole) processes_ = {};
}

}  // namespace auweave::weave
