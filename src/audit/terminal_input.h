// Cuts out what people typed. TTY and USER_TTY records hold typed text in clear, passwords included
// (our capture 18-secrets-tty). No document may have it unless terminal input is switched on.
#pragma once

#include <string>
#include <string_view>

#include "model/audit_event.h"

namespace auweave::audit {

// Drops the value of each field that may hold terminal input: `data` of any record, and in TTY,
// USER_TTY and USER records every field that is not known to be harmless. Also cuts the record's
// line.
void cut_terminal_input(model::AuditEvent& event);

// The same for a line that is not understood, whatever its record type seems to be: cuts values of
// `data=`, and text that looks like the rest of such a value. `cut`: something was cut.
struct CutText {
  std::string text;
  bool cut = false;
};
CutText cut_terminal_input(std::string_view line);

}  // namespace auweave::audit
