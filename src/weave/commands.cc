#include "weave/commands.h"

#include <utility>

#include "weave/command_document.h"
#include "weave/process_action.h"

namespace auweave::weave {

void Commands::follow(const Woven& woven) {
  const auto& [event, facts, document, told, match, fetched] = woven;
  if (match.session != nullptr) {
    if (auto action = process_action_of(event, facts, document)) {
      join_.add(*match.session, std::move(*action));
    }
  }
  take_ended();
  if (match.session == nullptr) return;
  const std::string_view target = document.stamp.target;
  const bool outgoing = !document.dest_ip.empty() || facts.executed;
  const std::string own = match.session->host + "/";
  if (outgoing && !target.starts_with(own)) {
    session::Table::note_target(*match.session, target, event.key.time());
  }
}

void Commands::take_ended() {
  while (const session::Session* ended = table_.take_ended()) join_.closed(*ended);
}

void Commands::command(const correlate::EmittedCommand& emitted) {
  CommandScratch scratch;
  model::CommandDocument document = command_document(emitted, scratch);
  const std::string id =
      EventIds::of_command(emitted.owner->session_key, emitted.command->id, emitted.command->parts);
  document.stamp.event_id = id;
  context_.outlet.put(document);
}

}  // namespace auweave::weave
