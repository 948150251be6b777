// Tells how a recording is played. Pure.
#pragma once

#include <string>

#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// Returns a command for bash that plays the recording from `position`, in seconds. Some recorders'
// programs cannot begin at a position.
std::string how_to_play(const RecordingStory& recording, const View& view,
                        const std::string& position);

}  // namespace auweave::story
