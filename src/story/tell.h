// Tells one session. Pure, except for the spill file that holds the full output of commands.
#pragma once

#include <string>

#include "base/spill_file.h"
#include "story/entries.h"
#include "story/overview.h"
#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// Returns the session's text. The text is empty if no part of the session fits the filter.
std::string tell_session(SessionStory& session, const Settings& settings, base::SpillFile* spill,
                         Totals& totals);

}  // namespace auweave::story
