// The program's exit statuses, and how errors are said.
#pragma once

#include <cstdio>

#include "base/result.h"

namespace auweave::app {

enum ExitStatus : int { kDone = 0, kWrongInput = 1, kUsage = 2, kSinkFailed = 3 };

int fail(const base::Error& error);
int exit_status_of(const base::Error& error);

}  // namespace auweave::app
