// Weaver's part for commands.
#include <utility>

#include "weave/act.h"
#include "weave/command_document.h"
#include "weave/weaver.h"

namespace auweave::weave {

void Weaver::act(const model::AuditEvent& event, const session::Noted& noted,
                 const model::EventFacts& facts, const model::EventDocument& document) {
  if (noted.session != nullptr) {
    if (auto act = act_of(event, facts, document)) commands_.add(*noted.session, std::move(*act));
  }
  end_commands();
  if (noted.session == nullptr) return;
  const std::string_view target = document.stamp.target;
  const bool outgoing = !document.dest_ip.empty() || facts.executed;
  const std::string own = noted.session->host + "/";
  if (outgoing && !target.starts_with(own)) {
    session::Table::note_target(*noted.session, target, event.key.time());
  }
}

void Weaver::sessions_with_process(base::WallTime now,
                                   const std::unordered_set<std::uint32_t>& ses) {
  table_.end_others(settings_.host, now, ses);
  end_commands();
}

// By USER_END, by a restart, or because nothing of them is left.
void Weaver::end_commands() {
  while (const session::Session* ended = table_.take_ended()) commands_.closed(*ended);
}

void Weaver::command(const correlate::ToldCommand& told) {
  CommandRoom room;
  model::CommandDocument document = command_document(told, room);
  document.stamp.event_id = ids_.of_command(told.command->id, told.command->parts);
  put(document);
}

}  // namespace auweave::weave
