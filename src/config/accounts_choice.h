// Where account names come from, as the command line and the configuration say it.
#pragma once

#include <memory>
#include <string>

#include "audit/accounts.h"
#include "base/result.h"

namespace auweave::config {

// "system", "none", or PASSWD[,GROUP] files.
base::Result<std::unique_ptr<audit::AccountNames>> accounts_from(const std::string& choice);

}  // namespace auweave::config
