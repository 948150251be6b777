// Learns which boots the inputs of a subcommand come from, before the inputs are woven.
#pragma once

#include "app/inputs.h"
#include "base/result.h"
#include "session/boot_ids.h"

namespace auweave::app {

// Returns the boot id of `--boot-id`, or no boot id. The Error (config) names the option --boot-id.
base::Result<session::BootIds> boots_from(const InputOptions& options);

// Reads the recordings of tlog and the audit logs once before the inputs are woven. Pipes are left
// out, because a pipe can be read only once. Returns false if no recordings of tlog are given.
// An input that cannot be opened or read is told when it is woven.
bool learn_boots(const InputOptions& options, session::BootIds& boots);

}  // namespace auweave::app
