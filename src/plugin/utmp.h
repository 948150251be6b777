// utmp(5): who is logged in at which terminal, and from where.
#pragma once

#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::plugin {

struct UtmpEntry {
  model::Pid pid;       // of the login process
  std::string line;     // "pts/2"
  std::string address;  // textual; empty: none, or a name only
  base::WallTime time;  // of the login
};

// Entries of people (USER_PROCESS). A file that is not there, or is damaged at its end, has fewer.
std::vector<UtmpEntry> read_utmp(const std::string& path);

}  // namespace auweave::plugin
