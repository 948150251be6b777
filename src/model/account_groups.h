// AccountGroups: the groups of a session's account, as the machine of the session told them after
// the LOGIN. A value, and an entry of the spool.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "model/ids.h"

namespace auweave::model {

struct AccountGroups {
  std::string host;
  Ses ses;
  std::string session_key;          // session::Session::key of the session
  std::vector<std::string> groups;  // at most kMostGroups names, the primary group first

  template <typename Archive>
  void state(Archive& archive) {
    archive(host, ses, session_key, groups);
  }
};

// Largest number of groups of a session.
inline constexpr std::size_t kMostGroups = 64;

// Groups of accounts, by the name of the account.
using GroupsByUser = std::map<std::string, std::vector<std::string>, std::less<>>;

}  // namespace auweave::model
