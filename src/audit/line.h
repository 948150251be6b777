// Splits a line of an audit log as far as the Assembler needs. The fields of the record are not
// looked at.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "model/ids.h"

namespace auweave::audit {

// Mark of auditd between a record and its interpretation (log_format=ENRICHED). The first 0x1D in a
// line is the mark, because the kernel hex-encodes a 0x1D inside a value.
inline constexpr char kEnrichedMark = '\x1D';

// Returns the part of the line that the kernel or a program wrote, without auditd's interpretation.
inline std::string_view raw_part(std::string_view line) {
  return line.substr(0, line.find(kEnrichedMark));
}

// Bytes of the longest audit line that is read whole. The kernel cuts a record at 8970 bytes
// (MAX_AUDIT_MESSAGE_LENGTH, include/linux/audit.h), and auditd's interpretation adds as much again
// in names.
inline constexpr std::size_t kLongestLine = 64UL * 1024;

struct LineHeader {
  std::string_view node;  // NAME of `node=NAME `, or ""
  std::string_view type;  // "SYSCALL", "UNKNOWN[1337]"
  model::EventKey key;
  std::string_view body;      // between `msg=audit(...):` and the mark, without leading blanks
  std::string_view enriched;  // behind the mark
};

// Splits `[node=NODE ]type=TYPE msg=audit(SEC.MS:SERIAL):[ BODY][0x1D ENRICHED]`. The views in the
// LineHeader point into `line`. Error (parse): the message says what is wrong with `line`.
base::Result<LineHeader> parse_line(std::string_view line);

// Returns libaudit's number of a record type, or -1 for an unknown name.
int type_number(std::string_view type);

}  // namespace auweave::audit
