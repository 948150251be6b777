// Weaver's part for recordings that are no lines: of sudo, of script.
#include <utility>

#include "pipeline/weaver.h"

namespace auweave::pipeline {

// What sudo let pass it recorded, where it is told to; script writes the file that it is told.
void Weaver::vouch(const model::AuditEvent& event, const session::Noted& noted,
                   const model::EventFacts& facts, const model::EventDocument& document) {
  record_join_.see(event.key.time());
  if (facts.executed && facts.success == true && facts.exe == "/usr/bin/script") {
    record_join_.vouch_recorder(noted.session, event.key, facts, document.argv);
  }
  if (facts.type != "USER_CMD" || facts.success != true) return;
  record_join_.vouch_command(noted.session, event.key, facts, document.command);
}

void Weaver::recorded(tty::Recorded recorded, std::uint32_t source) {
  if (const auto* damage = std::get_if<tty::Damage>(&recorded)) return damaged(*damage, source);
  model::TtyChunk& chunk = std::get<model::TtyChunk>(recorded);
  sources_.at(source).last_good = chunk.time;
  chunk.file = source;
  record_join_.add(std::move(chunk), watermark());
}

void Weaver::damaged(const tty::Damage& damage, std::uint32_t source) {
  const Source& from = sources_.at(source);
  model::DeadletterDocument document;
  document.stamp.event_id =
      ids_.of_bytes(damage.source, damage.line, damage.rec + "\n" + damage.why);
  document.stamp.time = from.last_good;
  document.stamp.host = settings_.host;
  document.source = damage.source;
  document.reason = damage.why;
  const std::string place = damage.rec.empty() ? from.name : from.name + "/" + damage.rec;
  const std::string at = place + ":" + std::to_string(damage.line);
  document.at = at;
  put(document);
}

}  // namespace auweave::pipeline
