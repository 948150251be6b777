// Addresses and argument vectors, decoded natively and without loss. Pure functions; what they give
// is the raw bytes a program passed to the kernel.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "model/audit_event.h"

namespace auweave::audit {

// The hex of a struct sockaddr (x86, arm: family little-endian) as the kernel saw it.
std::optional<model::Peer> decode_sockaddr(std::string_view hex, base::Arena& arena);

// Argument vectors of EXECVE records: whole arguments (`a1="x"`, `a1=6869`), and those that the
// kernel split (`a1_len=18000 a1[0]=4C4C`, continued in later records; auditsc.c,
// audit_log_execve_info). Fills event.argv and argv_missing from the event's fields.
void rebuild_argv(model::AuditEvent& event);

}  // namespace auweave::audit
