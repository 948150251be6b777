// WeaverSettings: a value with the settings that a weaver gets before its first line.
#pragma once

#include <cstdint>
#include <string>

#include "model/account_groups.h"
#include "session/boot_ids.h"
#include "session/must_record.h"
#include "session/persons.h"

namespace auweave::weave {

struct WeaverSettings {
  std::string host;  // host of a record that has no node=
  session::BootIds boots;
  bool terminal_input = false;
  bool extended = false;       // fill the values that only some mappings write
  bool recordings = true;      // the inputs have recordings; report a recorder without chunks
  bool whole_logs = false;     // the inputs are files that are read to their end
  bool holds_messages = true;  // a program's message waits for the next line (audit::Assembler)
  // The inputs have recordings of terminals, of any recorder. Without them a recorder that ran leaves
  // open whether the session was recorded.
  bool terminals_recorded = true;
  std::int64_t lateness_ms = 10'000;
  // Bytes of output a recording and second beyond which output is left out; 0: no limit.
  std::uint64_t flood_limit = 0;
  session::Persons persons = {};
  session::MustRecord must_record = {};
  // Groups of accounts, where files tell them. Groups that the machine tells come as inputs
  // (Weaver::account_groups).
  model::GroupsByUser groups = {};
};

}  // namespace auweave::weave
