#include "app/ticket.h"

#include <unistd.h>

#include <cstdio>

#include "app/exit_status.h"
#include "base/text.h"
#include "model/ids.h"
#include "model/ticket.h"

namespace auweave::app {
namespace {

// proc(5): 4294967295 where nobody logged in.
bool in_session() {
  std::string text;
  std::FILE* file = std::fopen("/proc/self/sessionid", "re");
  if (file == nullptr) return false;
  for (int c = std::fgetc(file); c != EOF && text.size() < 16; c = std::fgetc(file))
    text += static_cast<char>(c);
  std::fclose(file);
  const auto ses = base::parse_unsigned(text);
  return ses.has_value() && *ses < model::kUnset;
}

}  // namespace

int ticket(const std::string& text) {
  if (!model::is_ticket(text)) {
    say("ticket: '" + text +
        "' is none: letters, digits and . _ : / # - only, at most 64, the first a letter or digit");
    return kUsage;
  }
  if (!in_session()) {
    say("ticket: nobody logged in here (there is no audit session): no document will have it");
    return kWrongInput;
  }
  if (::isatty(STDOUT_FILENO) == 1)
    std::printf("ticket %s: on all that this session does from here on\n", text.c_str());
  return kDone;
}

}  // namespace auweave::app
