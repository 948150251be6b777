// Which boots the inputs of `shape` and `story` are of, learnt before they are woven.
#pragma once

#include "app/inputs.h"
#include "base/result.h"
#include "session/boot_ids.h"

namespace auweave::app {

// What `--boot-id` says. The Error (config) names it.
base::Result<session::BootIds> boots_from(const InputOptions& options);

// Reads recordings, and the logs beside them, once before they are woven; but not pipes, which give what
// they have only once. What cannot be read is told when it is woven, but for a journal (config). False:
// there are no recordings.
base::Result<bool> learn_boots(const InputOptions& options, session::BootIds& boots);

}  // namespace auweave::app
