// `auweave coverage`: reports for which share of a log's events auweave has an action, and which
// record types have none.
#pragma once

#include "app/inputs.h"

namespace auweave::app {

// Writes text for people to a terminal, else one JSON object. Returns the exit status.
int coverage(const InputOptions& options);

}  // namespace auweave::app
