#include "story/others.h"

#include <algorithm>

namespace auweave::story {

std::vector<Other> others_of(const SessionStory& session) {
  std::vector<Other> rows;
  const std::string sure = session.attached_inferred ? " (inferred: no socket is told)" : "";
  if (!session.queued_by.empty()) {
    const char* told = session.queued_inferred ? " (inferred: by account)" : "";
    rows.push_back({"runs what session " + session.queued_by + " queued" + told});
  }
  for (const std::string& id : session.attached_to)
    rows.push_back({"! attached to a terminal of session " + id + sure, true});
  for (const std::string& id : session.attached_sessions)
    rows.push_back({"! session " + id + " attached to a terminal of this one" + sure, true});
  return rows;
}

std::string who_may_have_typed(const SessionStory& session, const CommandStory& command) {
  std::string text = "in a terminal server";
  for (const std::string& id : command.attached) {
    if (id != session.id) text += ", session " + id + " attached";
  }
  const bool own = std::find(command.attached.begin(), command.attached.end(), session.id) !=
                   command.attached.end();
  if (!own) text += ", this session not";
  if (command.attached_inferred) text += " (inferred)";
  if (command.after_close) text += ", after the end of this session";
  return text;
}

}  // namespace auweave::story
