// Calls: what the arguments of a system call tell of its meaning: which call a multiplexer made, whom
// it acted upon, which account it took. Only meaning/ uses calls.h.
#pragma once

#include <optional>
#include <string_view>

#include "meaning/object.h"

namespace auweave::meaning {

// Returns the name of the call that the event's records are about: of a socketcall (32-bit x86,
// s390, ppc) the call inside, of an io_uring operation the call that does the same, else the name
// that the event has.
std::string_view inner_call(const Fields& fields, const Parts& parts);

// Returns the row's name of an event's call: its own, or one with a slash where an argument makes
// another thing of it ("signal/end", "ptrace/me", "bpf/load").
std::string_view call_name(const Fields& fields, const Parts& parts);

// Returns the signal that a call sent, or that ended a program (sig=), as "SIGTERM" or its number.
std::string_view signal_of(const Fields& fields, const Parts& parts);

// Returns the account or the group that a call of the setuid or setgid family asked for: the
// effective one, where it may ask for several. A number without a name is its text.
std::string_view new_user(const Fields& fields, const model::Record* call);
std::string_view new_group(const Fields& fields, const model::Record* call);

// Returns the number of the process that a call acted upon, from its arguments, if it names one.
model::Number target_pid(const Fields& fields, const model::Record* call);

}  // namespace auweave::meaning
