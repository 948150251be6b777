// `auweave story`: tells a person what audit logs and recordings show.
#pragma once

#include <optional>
#include <string>

#include "app/inputs.h"

namespace auweave::app {

struct StoryOptions {
  InputOptions inputs;
  std::string session, actor, source, command, since, until;
  std::size_t columns = 0;  // 0: the terminal's width, or 100
  std::size_t rows = 12;    // most rows of output of a command
  bool full = false;
  bool overview = false;
};

// Returns the exit status.
int story(const StoryOptions& options);

}  // namespace auweave::app
