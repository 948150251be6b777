// Decodes addresses and argument vectors natively and without loss. Pure functions. A decoded
// argument has the raw bytes that a program passed to the kernel.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "model/audit_event.h"

namespace auweave::audit {

// ByteOrder: the order of the machine that wrote a record.
enum class ByteOrder { little, big };

// Decodes the hex of a struct sockaddr, whose family is in the machine's byte order. Returns no Peer
// if `hex` is not hex of at least two bytes.
std::optional<model::Peer> decode_sockaddr(std::string_view hex, ByteOrder order,
                                           base::Arena& arena);

// Fills event.peer from the event's first SOCKADDR record, if it has one.
void find_peer(model::AuditEvent& event);

// Fills event.argv and argv_missing from the EXECVE records: whole arguments (`a1="x"`, `a1=6869`),
// and arguments that the kernel split over several records (`a1_len=18000 a1[0]=4C4C`; auditsc.c,
// audit_log_execve_info). The text kMissing stands in place of arguments, or of a part of one, that
// were in a record that is lost.
inline constexpr std::string_view kMissing = "…";
void rebuild_argv(model::AuditEvent& event);

}  // namespace auweave::audit
