// `auweave shape`: reads audit logs and recordings, and writes documents as JSON lines.
#pragma once

#include <string>

#include "app/inputs.h"

namespace auweave::app {

struct ShapeOptions {
  InputOptions inputs;
  std::string mapping = "flat";
  std::string kinds;   // comma-separated kinds; empty: all
  std::string output;  // empty or "-": standard output
  bool with_raw = false;
};

// Returns the exit status.
int shape(const ShapeOptions& options);

}  // namespace auweave::app
