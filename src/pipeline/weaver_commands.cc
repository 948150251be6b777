// Weaver's part for commands.
#include <utility>

#include "pipeline/act.h"
#include "pipeline/command_document.h"
#include "pipeline/weaver.h"

namespace auweave::pipeline {

void Weaver::act(const model::AuditEvent& event, const session::Noted& noted,
                 const model::EventFacts& facts, const model::EventDocument& document) {
  if (noted.session == nullptr) return;
  if (auto act = act_of(event, facts, document)) commands_.add(*noted.session, std::move(*act));
  if (noted.session->closed_by == event.key) commands_.closed(*noted.session);
}

void Weaver::command(const correlate::ToldCommand& told) {
  CommandRoom room;
  model::CommandDocument document = command_document(told, room);
  document.stamp.event_id = ids_.of_command(told.command->id, told.command->parts);
  put(document);
}

}  // namespace auweave::pipeline
