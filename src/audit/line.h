// One line of an audit log, split as far as an assembler needs: no field is looked at here.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "model/ids.h"

namespace auweave::audit {

// auditd's mark between a record and its own interpretation (log_format=ENRICHED). A 0x1D inside a
// value is always hex-encoded by the kernel, so the first one is the mark.
inline constexpr char kEnrichedMark = '\x1D';

// What the kernel, or a program, wrote: a line without auditd's interpretation.
inline std::string_view raw_part(std::string_view line) {
  return line.substr(0, line.find(kEnrichedMark));
}

// The longest line that is read whole. The kernel cuts a record at 8970 bytes (MAX_AUDIT_MESSAGE_LENGTH,
// include/linux/audit.h); auditd's interpretation adds as much again in names.
inline constexpr std::size_t kLongestLine = 64UL * 1024;

struct LineHeader {
  std::string_view node;  // of `node=NAME `; empty without
  std::string_view type;  // "SYSCALL", "UNKNOWN[1337]"
  model::EventKey key;
  std::string_view body;      // behind `msg=audit(...):` up to the mark, leading blanks cut
  std::string_view enriched;  // behind the mark
};

// `[node=NODE ]type=TYPE msg=audit(SEC.MS:SERIAL):[ BODY][0x1D ENRICHED]`. The error says what is
// wrong with the line. The views are of `line`.
base::Result<LineHeader> parse_line(std::string_view line);

// libaudit's number of a record type; -1 for a name it does not know.
int type_number(std::string_view type);

}  // namespace auweave::audit
