#include "weave/process_action.h"

#include "base/text.h"
#include "programs/program.h"

namespace auweave::weave {
namespace {

using correlate::ProcessAction;
using model::AuditEvent;
using model::EventDocument;

bool writes(const EventDocument& document) {
  if (document.category != "file" || document.result != "success") return false;
  if (document.action == "opened-file") return document.opened_for == "write";
  return document.action != "checked-access-to";
}

// Shells and clear_console(1) try each console, and tlog tries its lock, at each login: all captures
// have such failures, and none is of what a person asked for.
bool was_denied(const model::EventFacts& facts, const EventDocument& document) {
  if (document.error != "EACCES" && document.error != "EPERM") return false;
  const bool console = document.object.starts_with("/dev/tty") ||
                       document.object.starts_with("/dev/pts/") ||
                       document.object == "/dev/console";
  return !console && programs::recorder_of(facts.exe).empty();
}

// A search along PATH asks for missing files (ENOENT), and is no refusal.
bool was_refused(const EventDocument& document) {
  return document.action == "executed" && document.result == "failure" &&
         document.error != "ENOENT";
}

// su and pkexec write no USER_CMD. A failed step of theirs counts until a later one succeeds: sudo
// asks for a password three times.
ProcessAction::What what_of_changer(const model::EventFacts& facts) {
  using What = ProcessAction::What;
  if (facts.success == false) return What::refused;
  return facts.type == "USER_START" ? What::allowed : What::other;
}

// Returns true if a terminal server's program (tmux) asked for a socket of this host.
bool asks_a_server(const model::EventFacts& facts, const EventDocument& document) {
  return document.action == "connected-to" && document.dest_ip.empty() &&
         programs::has_role(facts.exe, programs::Role::terminal_server);
}

ProcessAction::What what_of(const model::EventFacts& facts, const EventDocument& document) {
  if (facts.type == "USER_CMD")
    return facts.success == true ? ProcessAction::What::recorded : ProcessAction::What::refused;
  const bool step = facts.type == "USER_AUTH" || facts.type == "USER_ACCT" ||
                    facts.type == "USER_START" || facts.type == "CRED_ACQ";
  if (step && programs::has_role(facts.exe, programs::Role::changes_user))
    return what_of_changer(facts);
  if (facts.executed || was_refused(document)) return ProcessAction::What::executed;
  if (programs::service_of(facts.exe) == "sshd") return ProcessAction::What::entered;
  if (!document.dest_ip.empty() && document.result != "failure")
    return ProcessAction::What::connected;
  return writes(document) ? ProcessAction::What::wrote : ProcessAction::What::other;
}

}  // namespace

std::optional<ProcessAction> process_action_of(const AuditEvent& event,
                                               const model::EventFacts& facts,
                                               const EventDocument& document) {
  if (!facts.pid.has_value()) return std::nullopt;
  ProcessAction action;
  action.what = what_of(facts, document);
  action.key = event.key;
  action.pid = *facts.pid;
  action.ppid = facts.ppid;
  action.exe = document.exe;
  action.late = document.late.has_value();
  action.denied = was_denied(facts, document);
  if (action.what == ProcessAction::What::connected || action.what == ProcessAction::What::wrote)
    action.text = document.object;
  if (action.what == ProcessAction::What::wrote) action.other = document.object2;
  if (action.what == ProcessAction::What::other && asks_a_server(facts, document)) {
    action.text = document.object;
    action.failed = document.result == "failure";
  }
  if (action.what != ProcessAction::What::executed) return action;
  action.failed = !facts.executed;
  action.recorder = facts.executed && !programs::recorder_of(facts.exe, document.argv).empty();
  action.argv.assign(event.argv.begin(), event.argv.end());
  action.cwd = document.cwd;
  action.tty = document.tty;
  action.effective_user = document.effective_user;
  action.claimed = document.stamp.claimed_actor;
  action.caller = facts.real_user.empty() ? document.effective_user : facts.real_user;
  return action;
}

}  // namespace auweave::weave
