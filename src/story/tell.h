// Telling one session. Pure but for the file that holds what the terminals showed in full.
#pragma once

#include <string>

#include "base/spill_file.h"
#include "story/entries.h"
#include "story/overview.h"
#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// Empty: the filter leaves nothing of it.
std::string tell_session(SessionStory& session, const Filter& filter, const View& view,
                         base::SpillFile* spill, Totals& totals);

}  // namespace auweave::story
