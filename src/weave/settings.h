// WeaverSettings: what a weaver is told before its first line. A value.
#pragma once

#include <cstdint>
#include <string>

#include "session/boot_ids.h"

namespace auweave::weave {

struct WeaverSettings {
  std::string host;  // of a record that names no node
  session::BootIds boots;
  bool terminal_input = false;
  bool extended = false;   // fill the fields that only some mappings write
  bool recordings = true;  // recordings are among the inputs: a recording without a chunk is missed
  std::int64_t lateness_ms = 10'000;
};

}  // namespace auweave::weave
