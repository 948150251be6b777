// Groups of accounts: asked of the system (NSS), or read from files in the form of group(5) and
// passwd(5).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/account_groups.h"
#include "model/ids.h"

namespace auweave::audit {

// Returns the names without those that are empty, too long or not printable, each once, at most
// model::kMostGroups. Of more names those in `wanted` are kept first.
std::vector<std::string> kept_groups(std::vector<std::string> names,
                                     const std::set<std::string, std::less<>>& wanted);

// Returns the groups that the system names for an account, the primary group first, or none if the
// system does not know the account. May wait for a server of accounts for long.
std::vector<std::string> system_groups(model::Uid uid);

// Loads the groups of all accounts from a file in the form of group(5). The primary groups are
// those of `passwd_path`, a file in the form of passwd(5), unless it is empty. Error (config): a
// file cannot be read, or a line is wrong; the Error names the place.
base::Result<model::GroupsByUser> load_groups(const std::string& group_path,
                                              const std::string& passwd_path,
                                              const std::set<std::string, std::less<>>& wanted);

}  // namespace auweave::audit
