// Tells how a recording is played. The function how_to_play() is pure.
#pragma once

#include <string>

#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// Returns a command for bash that plays the recording from `position`, in seconds. The command
// ignores `position` if the recorder's player cannot begin at a position. Returns words for a
// recording that was read from a pipe.
std::string how_to_play(const RecordingStory& recording, const View& view,
                        const std::string& position);

}  // namespace auweave::story
