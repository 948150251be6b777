// What people typed, which TTY and USER_TTY records hold in clear, passwords too (our capture
// 18-secrets-tty). Unless terminal input is switched on, it must leave in no document.
#pragma once

#include <string>
#include <string_view>

#include "model/audit_event.h"

namespace auweave::audit {

// Drops the value of every field that may hold terminal input: `data` of any record, and in TTY and
// USER_TTY records all but the fields known to hold none. Also cuts the record's line.
void cut_terminal_input(model::AuditEvent& event);

// The same for a line that is not understood, whatever its record type seems to be: values of
// `data=`, and what looks like the rest of one on a line of its own. `cut` says if anything went.
struct CutText {
  std::string text;
  bool cut = false;
};
CutText cut_terminal_input(std::string_view line);

}  // namespace auweave::audit
