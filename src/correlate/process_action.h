// ProcessAction: a value with what a process of a session did, as far as commands are made from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::correlate {

struct ProcessAction {
  enum class What {
    executed,   // an execve that succeeded, or was refused
    connected,  // `text` is ip:port
    wrote,      // `text` is the path, `other` a second path (a rename's new name)
    recorded,   // sudo let a command run, and may record it: `serial` is the recording's
    entered,    // a process of the session's entrance service (sshd)
    other,
  } what = What::other;
  base::WallTime time;  // the kernel's time, up to a tick old
  std::uint64_t serial = 0;
  base::Digest event_id{};
  model::Pid pid;
  std::optional<model::Pid> ppid;
  bool failed = false;
  bool late = false;              // came when event time was more than the lateness past `time`
  bool recorder = false;          // an execve of a recorder; `serial` is the recording's
  std::vector<std::string> argv;  // exact bytes
  std::string exe, cwd, tty, effective_user;
  std::string text, other;

  template <typename Archive>
  void state(Archive& archive) {
    archive(what, time, serial, event_id, pid, ppid, failed, late, recorder, argv, exe, cwd, tty,
            effective_user, text, other);
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t sum = sizeof(ProcessAction) + exe.size() + cwd.size() + text.size() + other.size();
    for (const std::string& word : argv) sum += sizeof(std::string) + word.size();
    return sum;
  }
};

}  // namespace auweave::correlate
