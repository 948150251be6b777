// `auweave shape`: audit logs and recordings in, JSON lines out.
#pragma once

#include <string>

#include "app/inputs.h"

namespace auweave::app {

struct ShapeOptions {
  InputOptions inputs;
  std::string mapping = "flat";
  std::string kinds;   // comma-separated; empty: all
  std::string output;  // empty: standard output
  bool with_raw = false;
};

// The exit status.
int shape(const ShapeOptions& options);

}  // namespace auweave::app
