// Verdicts: one row for each record type or system call whose meaning libauparse's normalizer does
// not give, or gives wrong or poorly. What has no row keeps libauparse's.
#pragma once

#include <span>
#include <string_view>

namespace auweave::meaning {

// Where the object of an event stands.
enum class ObjectFrom {
  normalizer,  // libauparse's choice
  account,     // acct=, else the name of id= (or grp=)
  login,       // the name of auid=
  first_path,  // PATH item=0: what the caller named
  last_path,   // the last PATH: behind those of the folders on the way
  old_path,    // the PATH that a rename takes away
  peer,        // SOCKADDR
  command,     // cmd=
  operation,   // key=, else nothing
  setting,     // audit_enabled=0 and the like
  accessed,    // what a security module names, else the first path
  nothing,
};

struct Verdict {
  std::string_view name;         // record type, or system call
  std::string_view operation;    // what op= begins with; empty: any
  std::string_view action;       // empty: libauparse's
  std::string_view category;     // empty: by the type's number
  std::string_view object_type;  // empty: libauparse's
  ObjectFrom object = ObjectFrom::normalizer;
  bool complete = false;  // for a system call: nothing of the normalizer is needed
};

// The first row that fits; null without one.
const Verdict* verdict_of_type(std::string_view type, std::string_view operation);
const Verdict* verdict_of_syscall(std::string_view syscall);

// For tests: each row must have one.
std::span<const Verdict> type_verdicts();
std::span<const Verdict> syscall_verdicts();

// The category of what has no row of its own.
std::string_view category_of(int type_number);

}  // namespace auweave::meaning
