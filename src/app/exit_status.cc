#include "app/exit_status.h"

#include <sstream>

namespace auweave::app {

void say(const std::string& message) {
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) {
    std::fprintf(stderr, "auweave: %s\n", line.c_str());
  }
}

int fail(const base::Error& error) {
  say(error.message);
  return exit_status_of(error);
}

int exit_status_of(const base::Error& error) {
  if (error.kind == base::ErrorKind::usage) return kUsage;
  return error.kind == base::ErrorKind::io ? kSinkFailed : kWrongInput;
}

}  // namespace auweave::app
