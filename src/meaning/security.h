// Decisions: what security modules decided about an event, as facts beside its action and result. A
// decision that a module only would have made (permissive, complain mode) is told as such. Who
// decided what follows from the records' formats: SELinux security/selinux/avc.c, AppArmor
// security/apparmor/audit.c, Smack smack_access.c, fanotify kernel/auditsc.c (__audit_fanotify),
// IMA integrity_audit.c, IPE security/ipe/audit.c, Landlock security/landlock/audit.c, seccomp
// kernel/auditsc.c (audit_seccomp).
#pragma once

#include <vector>

#include "meaning/record_fields.h"
#include "model/document_parts.h"

namespace auweave::meaning {

// Returns a decision for each record of a security module, in the records' order, at most
// kMostDecisions. The texts lie in the event's arena.
std::vector<model::MacDecision> decisions_of(const Fields& fields);
inline constexpr std::size_t kMostDecisions = 16;

// Returns what a record of a security module that stands without a SYSCALL says of the result: false
// if the access was denied, true if it was granted, nothing if the module does not know.
std::optional<bool> success_of_decision(const Fields& fields, const model::Record& record);

// Returns the beginning of an AVC record's text behind "avc:": "denied", "received setenforce …".
std::string_view avc_text(const model::Record& record);

}  // namespace auweave::meaning
