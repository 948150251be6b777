// Loads the account names that the command line or the configuration chooses.
#pragma once

#include <memory>
#include <string>

#include "audit/accounts.h"
#include "base/result.h"

namespace auweave::config {

// Returns the account names of `choice`: "system" (the system's users and groups, remembered for 60
// s), "none", or PASSWD[,GROUP], the paths of two files in the format of passwd(5) and group(5).
// Error: a file cannot be loaded.
base::Result<std::unique_ptr<audit::AccountNames>> accounts_from(const std::string& choice);

}  // namespace auweave::config
