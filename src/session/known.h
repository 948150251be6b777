// Known: a session that is live on this machine, as the machine itself shows the session and not
// the audit trail. A Known is a value that plugin/live_system fills from /proc and utmp, and that
// Table::learn_live() takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::session {

// KnownRecorder: a running terminal recorder.
struct KnownRecorder {
  model::Pid pid;
  // The recorder's start in ticks of 10 ms since the boot, which is a part of the recording's name.
  std::uint64_t start_ticks = 0;
  base::WallTime started;            // the recorder's start by the wall clock
  std::optional<model::Pid> around;  // the nearest recorder among its ancestors
};

struct KnownProcess {
  model::Pid pid;
  std::optional<model::Pid> around;  // the nearest recorder among its ancestors
};

struct Known {
  model::Ses ses;
  std::optional<model::Uid> auid;
  std::string actor;                     // name of auid, or its number
  std::string service;                   // the service entered through; empty: unknown by now
  std::string tty;                       // "pts/2"
  std::string src_ip;                    // empty: no source address is certain
  std::optional<model::Pid> login_pid;   // process whose USER_END closes the session
  std::vector<KnownRecorder> recorders;  // recorders, in the order of their start
  std::vector<KnownProcess> processes;   // the processes that are no recorders
};

}  // namespace auweave::session
