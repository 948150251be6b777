// `auweave coverage`: reports for which share of a log's events auweave has an action, and which
// record types have none.
#pragma once

#include "app/inputs.h"

namespace auweave::app {

// Returns the exit status. Writes text for people to a terminal, and one JSON object to anything
// else.
int coverage(const InputOptions& options);

}  // namespace auweave::app
