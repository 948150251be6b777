// Cuts typed text out of records. TTY and USER_TTY records hold typed text in clear, passwords
// included (our capture 18-secrets-tty). No document may have typed text unless terminal input is
// switched on.
#pragma once

#include <string>
#include <string_view>

#include "model/audit_event.h"

namespace auweave::audit {

// Drops the value of each field that may hold terminal input, also from the record's line. Terminal
// input may be in `data` of any record, and in every field of TTY, USER_TTY and USER records that
// is not known to be harmless.
void cut_terminal_input(model::AuditEvent& event);

// CutText: a line without the text that may be terminal input.
struct CutText {
  std::string text;
  bool cut = false;  // the line had text that may be terminal input
};
// Cuts terminal input out of a line that cannot be parsed, whatever its record type seems to be.
// The values of `data=` in the line are cut. In a line with TTY in it, and in a line with fields
// that lacks the beginning of a record, only words that are known to be harmless stay. Hex digits
// at the front of a line without the beginning of a record may be the rest of a value, and are cut.
CutText cut_terminal_input(std::string_view line);

}  // namespace auweave::audit
