// The options of subcommands that say whose sessions must be recorded.
#pragma once

#include "app/inputs.h"
#include "base/result.h"
#include "weave/settings.h"

namespace auweave::app {

// Sets whose sessions must be recorded, and the groups of accounts, in the settings. The Error
// (usage, config) names the wrong option, or the place in a file of accounts.
base::Status set_must_record(const InputOptions& options, weave::WeaverSettings& settings);

}  // namespace auweave::app
