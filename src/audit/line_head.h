// Cuts off what a carrier put before an audit record: a head of syslog, the tag of audispd, the time
// stamp of the kernel's log. Pure.
//
// A head proves nothing: any user may write to syslog, under any tag. Whoever names a file of syslog
// as an audit log vouches for it.
#pragma once

#include <string_view>

#include "base/result.h"

namespace auweave::audit {

struct Carried {
  std::string_view record;  // from its node= or type= on
  std::string_view host;    // the head's host; empty: the head names none
};

// True for what auditd writes: the line begins with the record.
inline bool begins_as_record(std::string_view line) {
  return line.starts_with("type=") || line.starts_with("node=");
}

// Returns the record in a line that does not begin with one. Error (parse): no known head stands
// before a record.
base::Result<Carried> record_behind_head(std::string_view line);

}  // namespace auweave::audit
