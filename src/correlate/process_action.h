// ProcessAction: what a process of a session did, as far as commands are made of it. A value.
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
    executed,   // an execve that succeeded, or one that was not let
    connected,  // `text` is ip:port
    wrote,      // `text` is the path, `other` that of a second name (a rename's new one)
    recorded,   // sudo let a command pass, and may record it: `serial` names the recording
    entered,    // a process of the service that sessions are entered through (sshd)
    other,
  } what = What::other;
  base::WallTime time;  // the kernel's, up to a tick old
  std::uint64_t serial = 0;
  base::Digest event_id{};
  model::Pid pid;
  std::optional<model::Pid> ppid;
  bool failed = false;
  bool late = false;              // as TtyChunk's
  bool recorder = false;          // an execve whose recording `serial` names
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
