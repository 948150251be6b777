// Known: a session that is live on this machine, as the machine itself shows it and not its audit
// trail. A plain value; app/ fills it from /proc and utmp, Table::learn_live takes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::session {

// A terminal recorder that runs.
struct KnownRecorder {
  model::Pid pid;
  std::uint64_t start_ticks = 0;     // since boot, 10 ms each: a part of its recording's name
  base::WallTime started;            // the same by the wall clock
  std::optional<model::Pid> around;  // the recorder that is its nearest ancestor
};

struct KnownProcess {
  model::Pid pid;
  std::optional<model::Pid> around;  // the recorder that is its nearest ancestor
};

struct Known {
  model::Ses ses;
  std::optional<model::Uid> auid;
  std::string actor;                     // auid's name, or its number
  std::string service;                   // entered through; empty: not to be seen any more
  std::string tty;                       // "pts/2"
  std::string src_ip;                    // empty: none, or none that is sure
  std::optional<model::Pid> login_pid;   // its end is the session's
  std::vector<KnownRecorder> recorders;  // by their start
  std::vector<KnownProcess> processes;   // the others
};

}  // namespace auweave::session
