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
  account,     // acct=, else the name of id= (or grp=)
  login,       // the name of auid=
  first_path,  // the first PATH that is no parent folder: the name the caller gave
  last_path,   // the last PATH that is no parent folder
  old_path,    // the PATH that a rename removes (nametype=DELETE)
  peer,        // SOCKADDR
  command,     // cmd=
  operation,   // the first audit rule key, else nothing
  setting,     // the lead's audit_… or enforcing field, such as audit_enabled=0
  accessed,    // path= or name= of a security module, else the first path
  nothing,
};

struct Verdict {
  std::string_view name;         // record type, or name of the system call
  std::string_view operation;    // beginning of op=; empty: any op=
  std::string_view action;       // empty: libauparse's action
  std::string_view category;     // empty: category_of() the record type
  std::string_view object_type;  // empty: libauparse's object type
  ObjectFrom object = ObjectFrom::normalizer;
  bool complete = false;  // of a system call: the normalizer is not needed
};

// The functions verdict_of_type() and verdict_of_syscall() return the first row that fits, or null
// if no row fits.
const Verdict* verdict_of_type(std::string_view type, std::string_view operation);
const Verdict* verdict_of_syscall(std::string_view syscall);

// Returns all rows of a table; a test checks that each row has a test of its own.
std::span<const Verdict> type_verdicts();
std::span<const Verdict> syscall_verdicts();

// Returns the category of a record type whose verdict has no category.
std::string_view category_of(int type_number);

}  // namespace auweave::meaning
