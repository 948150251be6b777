// RecordRole: what a record is in its event: the system call, a part of the call, the record that
// decides what the event means, or a record that only accompanies. The roles follow linux/audit.h
// and the places in the kernel that write the records.
#pragma once

#include <string_view>

namespace auweave::model {

enum class RecordRole {
  call,         // SYSCALL, which decides unless a record of the event has one of the next roles
  part,         // what a call worked on: PATH, CWD, EXECVE, SOCKADDR …
  decides,      // says what was done, whatever call carried it: LOGIN, CONFIG_CHANGE, ANOM_LINK …
  said,         // a program's own message: decides beside the call that sent it, and only there
  written,      // a setting that was written to a file of securityfs: decides beside write(2)
  ring,         // URINGOP: decides without a call, and beside io_uring_enter(2)
  accompanies,  // adds to its event and never decides beside a call: AVC, FANOTIFY, unknown types …
};

// Returns the role of a record. `number` is libaudit's number of the type, or -1; a type without a
// name in libaudit ("UNKNOWN[1420]", or a name that is newer than libaudit) accompanies.
RecordRole role_of(int number, std::string_view type);

// True if a record that has the role decides beside a call of the name `syscall`.
bool decides_beside(RecordRole role, std::string_view syscall);

// True for types that no name is known for.
bool is_unknown(int number, std::string_view type);

}  // namespace auweave::model
