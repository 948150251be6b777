// `auweave coverage`: reports for which share of a log's events auweave has an action, and which
// system calls and record types have none. An action that libauparse gives to whatever it has no
// word for ("triggered-audit-rule") is none, and "system" is no category.
#pragma once

#include "app/inputs.h"

namespace auweave::app {

// Writes text for people to a terminal, else one JSON object. Returns the exit status.
int coverage(const InputOptions& options);

}  // namespace auweave::app
