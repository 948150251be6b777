// WeaverSettings: a value with the settings that a weaver gets before its first line.
#pragma once

#include <cstdint>
#include <string>

#include "session/boot_ids.h"
#include "session/persons.h"

namespace auweave::weave {

struct WeaverSettings {
  std::string host;  // host of a record that has no node=
  session::BootIds boots;
  bool terminal_input = false;
  bool extended = false;       // fill the values that only some mappings write
  bool recordings = true;      // the inputs have recordings; report a recorder without chunks
  bool holds_messages = true;  // a program's message waits for the next line (audit::Assembler)
  std::int64_t lateness_ms = 10'000;
  session::Persons persons = {};
};

}  // namespace auweave::weave
