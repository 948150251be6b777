// Reads whose sessions must be recorded (session/must_record.h).
#pragma once

#include <string>

#include "config/value_reader.h"
#include "session/must_record.h"

namespace auweave::config {

// Returns what is wrong with a name of an account or a group, or "".
std::string name_problem(const std::string& name);
// Returns what is wrong with a name of a service, or "". A service whose name is like a known one's
// is taken for a mistake.
std::string service_problem(const std::string& name);

// Reads a map of `users`, `groups` and `services`. Without `services` sshd is meant.
void read_must_record(const yaml::Node& node, ValueReader& reader, session::MustRecord& must);

}  // namespace auweave::config
