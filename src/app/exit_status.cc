#include "app/exit_status.h"

#include "base/log.h"

namespace auweave::app {

int fail(const base::Error& error) {
  base::say_on_stderr(error.message);
  return exit_status_of(error);
}

int exit_status_of(const base::Error& error) {
  if (error.kind == base::ErrorKind::usage) return kUsage;
  return error.kind == base::ErrorKind::io ? kSinkFailed : kWrongInput;
}

}  // namespace auweave::app
