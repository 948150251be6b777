// Defines the exit statuses of the program auweave.
#pragma once

#include <cstdio>

#include "base/result.h"

namespace auweave::app {

// The exit status kDone means success, kWrongInput a wrong input or configuration, kUsage a wrong
// option, and kSinkFailed a failed output or delivery (io).
enum ExitStatus : int { kDone = 0, kWrongInput = 1, kUsage = 2, kSinkFailed = 3 };

// Writes the message to stderr and returns the exit status of the error.
int fail(const base::Error& error);
int exit_status_of(const base::Error& error);

}  // namespace auweave::app
