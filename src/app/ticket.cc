#include "app/ticket.h"

#include <unistd.h>

#include <cstdio>

#include "app/exit_status.h"
#include "base/log.h"
#include "model/ticket.h"
#include "plugin/live_system.h"

namespace auweave::app {

int ticket(const std::string& text) {
  if (!model::is_ticket(text)) {
    base::say_on_stderr(
        "ticket: '" + text +
        "' is none: letters, digits and . _ : / # - only, at most 64, the first a letter or digit");
    return kUsage;
  }
  if (!plugin::audit_session_of("/proc/self").has_value()) {
    base::say_on_stderr(
        "ticket: nobody logged in here (there is no audit session): no document will have it");
    return kWrongInput;
  }
  if (::isatty(STDOUT_FILENO) == 1)
    std::printf("ticket %s: on all that this session does from here on\n", text.c_str());
  return kDone;
}

}  // namespace auweave::app
