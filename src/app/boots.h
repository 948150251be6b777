// Learns which boots the inputs of `shape` and `story` come from, before the inputs are woven.
#pragma once

#include "app/inputs.h"
#include "base/result.h"
#include "session/boot_ids.h"

namespace auweave::app {

// Returns the boot id of `--boot-id`, or none. The Error (config) names the option.
base::Result<session::BootIds> boots_from(const InputOptions& options);

// Reads the recordings of tlog, and the audit logs beside them, once before they are woven. Pipes
// are left out, because they can be read only once. Returns false if there are no such recordings.
// Error (config): a journal cannot be opened. Other unreadable inputs are reported when they are
// woven.
base::Result<bool> learn_boots(const InputOptions& options, session::BootIds& boots);

}  // namespace auweave::app
