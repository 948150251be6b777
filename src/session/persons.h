// Persons: whose keys are whose, where several people use one account. A value that the
// configuration fills.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "session/arrivals.h"

namespace auweave::session {

// Persons: the name of a person by the fingerprint of a key of theirs ("SHA256:...", as ssh-keygen
// -l and sshd's log have it).
using Persons = std::map<std::string, std::string, std::less<>>;

// Returns the person of the key that sshd accepted for the connection: the table's name for the
// key, or else the key id of the certificate, or else "". The CA that sshd trusts gave the key id.
[[nodiscard]] std::string_view person_of(const Arrival& arrival, const Persons& persons);

}  // namespace auweave::session
