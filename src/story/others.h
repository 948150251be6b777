// Tells in words which other sessions had to do with a session: at a terminal server (tmux), or by a
// job. Only story/ uses others.h.
#pragma once

#include <string>
#include <vector>

#include "story/session_story.h"

namespace auweave::story {

struct Other {
  std::string text;
  bool warns = false;
};

// Returns a row for each other session.
std::vector<Other> others_of(const SessionStory& session);

// Returns who may have typed a command below a terminal server. `command` must have been told with
// attached sessions.
std::string who_may_have_typed(const SessionStory& session, const CommandStory& command);

}  // namespace auweave::story
