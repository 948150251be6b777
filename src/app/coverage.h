// `auweave coverage`: what share of a log's events auweave has words for, and which records it has none
// for.
#pragma once

#include "app/inputs.h"

namespace auweave::app {

// The exit status. On a terminal for people; in a pipe one JSON object.
int coverage(const InputOptions& options);

}  // namespace auweave::app
