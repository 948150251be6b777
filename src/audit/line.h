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
  std::string_view node;  // NAME of `node=NAME `, an IPv6 address without its brackets, or ""
  // "SYSCALL", "UNKNOWN[1337]". A type that came as a number is not in the line: its name lives as
  // long as the thread.
  std::string_view type;
  int number = -1;  // of the type (type_number)
  model::EventKey key;
  std::string_view record;    // the line without what a carrier put before the record
  std::string_view body;      // between `msg=audit(...):` and the mark, without leading blanks
  std::string_view enriched;  // behind the mark, or where it was; without a pair that was cut
};

// Splits `[HEAD ][node=NODE ]type=TYPE [msg=]audit(SEC.MS:SERIAL):[ BODY][0x1D ENRICHED]`. The HEAD
// is a carrier's (line_head.h), whose host is the node of a record without node=. The kernel's own
// log has numbers for types, and no `msg=`. Where the mark was lost it is found again (unmarked.h).
// The views in the LineHeader point into `line`. Error (parse): the message says what is wrong with
// `line`.
base::Result<LineHeader> parse_line(std::string_view line);

// Returns the record without a carrier's head and without auditd's interpretation. Equal for one
// record in logs of any form, but for the kernel's own log.
inline std::string_view raw_part(const LineHeader& header) {
  if (header.body.empty()) return raw_part(header.record);
  const auto size = static_cast<std::size_t>(header.body.data() - header.record.data());
  return header.record.substr(0, size + header.body.size());
}

// Returns the number of a record type, libaudit's before our own table's, or -1 for an unknown name.
int type_number(std::string_view type);

// Returns the name of a record type that was written as a number, "UNKNOWN[1337]" if libaudit has
// none, or "" if no record type has such a number. The name lives as long as the thread.
std::string_view type_name(std::string_view number);

}  // namespace auweave::audit
