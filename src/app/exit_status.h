// The program's exit statuses.
#pragma once

#include <cstdio>

#include "base/result.h"

namespace auweave::app {

// kDone: success. kWrongInput: an input or a configuration is wrong. kUsage: a wrong option.
// kSinkFailed: output or delivery failed (io).
enum ExitStatus : int { kDone = 0, kWrongInput = 1, kUsage = 2, kSinkFailed = 3 };

// Writes the message to stderr and returns the exit status of the error.
int fail(const base::Error& error);
int exit_status_of(const base::Error& error);

}  // namespace auweave::app
