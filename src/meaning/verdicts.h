// Verdict: the meaning of a record type or system call that libauparse's normalizer misses, or
// gives wrongly or poorly. Each Verdict is one row of a table. A record type or system call without
// a row keeps libauparse's meaning.
#pragma once

#include <span>
#include <string_view>

namespace auweave::meaning {

// ObjectFrom: the place in an event's records from which the object is read.
enum class ObjectFrom {
  normalizer,  // libauparse's choice
  account,  // acct=, else the name of id=, of faillock's suid=, of a second uid=; a group's is grp=
  member,   // the account that gpasswd names in the text of op=
  login,    // the name of auid=
  first_path,   // the first PATH that is no parent folder: the name the caller gave
  last_path,    // the last PATH that is no parent folder
  old_path,     // the PATH that a rename removes (nametype=DELETE)
  peer,         // SOCKADDR
  command,      // cmd=
  operation,    // the first audit rule key, else nothing
  setting,      // the lead's audit_… or enforcing field, such as audit_enabled=0
  accessed,     // path= or name= of a security module, else the first path
  field,        // the lead's field that Verdict::field names
  module,       // name= of KERN_MODULE
  bpf_program,  // prog-id= of BPF
  process,      // OBJ_PID: the process that was acted upon
  program,      // exe=, else comm=: the process that acted, or that ended
  call,         // the system call that a filter met
  role,  // the context that was taken: selected-context= of pam_selinux, new-context= of newrole
  nothing,
};

// Second: the place from which object2 is read.
enum class Second {
  none,       // the normalizer's, if it was asked; of a rename or a link the new name
  group,      // grp=, else the group that the text of op= names
  signal,     // the signal that was sent, or that ended a process
  user,       // the account whose number the call was given
  new_group,  // the group whose number the call was given
  target,     // target=: what USBGuard decided
  op,         // op=
};

struct Verdict {
  std::string_view name;  // record type, or name of the system call
  std::string_view
      operation;              // beginning of canonical_operation(); '$' last: all of it; empty: any
  std::string_view action;    // empty: libauparse's action
  std::string_view category;  // empty: category_of() the record type
  std::string_view object_type = {};  // empty: libauparse's object type
  ObjectFrom object = ObjectFrom::normalizer;
  bool complete = false;        // of a system call: the normalizer is not needed
  std::string_view field = {};  // of ObjectFrom::field
  Second second = Second::none;
};

// The functions verdict_of_type() and verdict_of_syscall() return the first row that fits, or null
// if no row fits. Programs that change accounts write one operation with several types, so a type's
// row for any operation gives way to the operation's row.
const Verdict* verdict_of_type(std::string_view type, std::string_view operation);
const Verdict* verdict_of_syscall(std::string_view syscall);

// Returns all rows of a table; a test checks that each row has a test of its own.
std::span<const Verdict> type_verdicts();
std::span<const Verdict> operation_verdicts();
std::span<const Verdict> syscall_verdicts();

// Returns the category of a record type whose verdict has no category.
std::string_view category_of(int type_number);

}  // namespace auweave::meaning
