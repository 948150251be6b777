// Reads the entries of utmp(5): who is logged in, at which terminal, and from which address.
#pragma once

#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::plugin {

struct UtmpEntry {
  model::Pid pid;       // the login process
  std::string line;     // terminal: "pts/2"
  std::string address;  // textual; empty: utmp has none, or only a name
  base::WallTime time;  // when the login was
};

// Reads the entries of type USER_PROCESS. A missing utmp file has no entries, and an incomplete
// last entry is left out.
std::vector<UtmpEntry> read_utmp(const std::string& path);

}  // namespace auweave::plugin
