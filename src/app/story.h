// `auweave story`: audit logs and recordings in, told to a person.
#pragma once

#include <optional>
#include <string>

#include "app/inputs.h"

namespace auweave::app {

struct StoryOptions {
  InputOptions inputs;
  std::string session, actor, source, command, since, until;
  std::size_t columns = 0;  // 0: the terminal's, else 100
  std::size_t rows = 12;    // of output a command
  bool full = false;
  bool overview = false;
};

// The exit status.
int story(const StoryOptions& options);

}  // namespace auweave::app
