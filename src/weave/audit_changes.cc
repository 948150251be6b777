#include "weave/audit_changes.h"

#include <cstdlib>
#include <string>

namespace auweave::weave {
namespace {

// The records name the program where a rule had the call audited, as any rule of system calls does.
std::string by_program(const model::EventDocument& document) {
  if (document.exe.empty()) return "";
  std::string text = " by " + std::string(document.exe);
  if (document.pid.has_value()) text += " (pid " + std::to_string(*document.pid) + ")";
  return text;
}

}  // namespace

bool switches_off(const model::EventFacts& facts, const model::EventDocument& document) {
  return facts.type == "CONFIG_CHANGE" && facts.success != false &&
         document.action == "disabled-auditing";
}

void AuditChanges::follow(const Woven& woven) {
  if (woven.facts.type != "CONFIG_CHANGE" || woven.facts.success == false) return;
  const std::string_view verb = woven.document.action;
  if (switches_off(woven.facts, woven.document)) {
    const base::WallTime time = woven.event.key.time();
    table_.note_loss(woven.document.stamp.host, time, time);
    put("audit-disabled", woven,
        "auditing was switched off" + by_program(woven.document) +
            ": nothing is recorded until it is switched on again, which is not recorded");
  } else if ((verb == "added-audit-rule" || verb == "deleted-audit-rule") && !is_told(woven)) {
    put("rules-changed", woven,
        "rules of auditing were changed" + by_program(woven.document) +
            ": the events that follow may be others than before");
  }
}

bool AuditChanges::is_told(const Woven& woven) {
  const std::string host(woven.document.stamp.host);
  const Told now{woven.facts.ses.value_or(model::Ses{model::kUnset}).value,
                 woven.event.key.time().ms()};
  const Told* last = rules_.use(host);
  const bool told =
      last != nullptr && last->ses == now.ses && std::abs(now.ms - last->ms) < kTogetherMs;
  if (!told) rules_.enter(host, now);
  return told;
}

void AuditChanges::put(std::string_view what, const Woven& woven, std::string_view detail) {
  model::PluginNote note{woven.event.key.time(), std::string(what),
                         std::to_string(woven.event.key.serial)};
  model::PipelineDocument document;
  document.stamp = woven.document.stamp;
  const std::string id = context_.ids.of_note(document.stamp.host, note);
  document.stamp.event_id = id;
  document.what = what;
  document.first_serial = static_cast<std::int64_t>(woven.event.key.serial);
  document.detail = detail;
  context_.outlet.put(document);
}

}  // namespace auweave::weave
