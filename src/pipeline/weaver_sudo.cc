// Weaver's part for sudo's I/O logs.
#include <utility>

#include "pipeline/weaver.h"

namespace auweave::pipeline {

// What sudo let pass it recorded, where it is told to.
void Weaver::vouch(const model::AuditEvent& event, const session::Noted& noted,
                   const model::EventFacts& facts, const model::EventDocument& document) {
  sudo_join_.see(event.key.time());
  if (facts.type != "USER_CMD" || facts.success != true) return;
  sudo_join_.vouch(noted.session, event.key, facts.pid, document.tty, document.command);
}

void Weaver::sudo_log(tty::Recorded recorded, std::uint32_t source) {
  if (const auto* damage = std::get_if<tty::Damage>(&recorded)) return damaged(*damage, source);
  model::TtyChunk& chunk = std::get<model::TtyChunk>(recorded);
  sources_.at(source).last_good = chunk.time;
  chunk.file = source;
  sudo_join_.add(std::move(chunk), watermark());
}

void Weaver::damaged(const tty::Damage& damage, std::uint32_t source) {
  const Source& from = sources_.at(source);
  model::DeadletterDocument document;
  document.stamp.event_id = ids_.of_bytes("sudo", damage.line, damage.rec + "\n" + damage.why);
  document.stamp.time = from.last_good;
  document.stamp.host = settings_.host;
  document.source = "sudo";
  document.reason = damage.why;
  const std::string at = from.name + "/" + damage.rec + ":" + std::to_string(damage.line);
  document.at = at;
  put(document);
}

}  // namespace auweave::pipeline
