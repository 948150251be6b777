#include "weave/act.h"

#include "base/text.h"
#include "programs/program.h"

namespace auweave::weave {
namespace {

using correlate::Act;
using model::AuditEvent;
using model::EventDocument;

bool writes(const EventDocument& document) {
  if (document.category != "file" || document.result != "success") return false;
  if (document.action == "opened-file") return document.opened_for == "write";
  return document.action != "checked-access-to";
}

// A search along PATH asks for files that are not there.
bool was_refused(const EventDocument& document) {
  return document.action == "executed" && document.result == "failure" &&
         document.error != "ENOENT";
}

Act::What what_of(const model::EventFacts& facts, const EventDocument& document) {
  if (facts.type == "USER_CMD" && facts.success == true) return Act::What::recorded;
  if (facts.executed || was_refused(document)) return Act::What::executed;
  if (programs::service_of(facts.exe) == "sshd") return Act::What::entered;
  if (!document.dest_ip.empty() && document.result != "failure") return Act::What::connected;
  return writes(document) ? Act::What::wrote : Act::What::other;
}

}  // namespace

std::optional<Act> act_of(const AuditEvent& event, const model::EventFacts& facts,
                          const EventDocument& document) {
  if (!facts.pid.has_value()) return std::nullopt;
  Act act;
  act.what = what_of(facts, document);
  act.time = event.key.time();
  act.serial = event.key.serial;
  act.event_id = document.stamp.event_id;
  act.pid = *facts.pid;
  act.ppid = facts.ppid;
  act.exe = document.exe;
  act.late = document.late.has_value();
  if (act.what == Act::What::connected || act.what == Act::What::wrote) act.text = document.object;
  if (act.what == Act::What::wrote) act.other = document.object2;
  if (act.what != Act::What::executed) return act;
  act.failed = !facts.executed;
  act.recorder = facts.executed && !programs::recorder_of(facts.exe, document.argv).empty();
  act.argv.assign(event.argv.begin(), event.argv.end());
  act.cwd = document.cwd;
  act.tty = document.tty;
  act.effective_user = document.effective_user;
  return act;
}

}  // namespace auweave::weave
