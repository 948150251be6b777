// How a recording is played. Pure.
#pragma once

#include <string>

#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// A command for bash; `position`: in seconds.
std::string how_to_play(const RecordingStory& recording, const View& view,
                        const std::string& position);

}  // namespace auweave::story
