// Tells one session. The function tell_session() is pure, but reads the spill file with the output
// of commands.
#pragma once

#include <string>

#include "base/spill_file.h"
#include "story/entries.h"
#include "story/overview.h"
#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// Returns the session's text. The text is empty if no entry fits the filter, and the filter names a
// command or the session's end was told before.
std::string tell_session(SessionStory& session, const Settings& settings, base::SpillFile* spill,
                         Totals& totals);

}  // namespace auweave::story
