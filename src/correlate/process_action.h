// ProcessAction: a value with what a process of a session did, as far as commands are made from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::correlate {

struct ProcessAction {
  enum class What {
    executed,   // an execve that succeeded, or was refused
    connected,  // `text` is ip:port
    wrote,      // `text` is the path, `other` a second path (a rename's new name)
    recorded,   // sudo let a command run, and may record it: `key` has the recording's serial
    entered,    // a process of the session's entrance service (sshd)
    refused,    // sudo, su … did not let its user do what was asked for
    allowed,    // sudo, su … opened a session for its user
    other,      // of a terminal server's program (tmux), `text` may be a socket it asked for
  } what = What::other;
  model::EventKey key;  // of the event; the time is the kernel's, up to a tick old
  model::Pid pid;
  std::optional<model::Pid> ppid;
  bool failed = false;            // the execve was refused, or nobody answered at the socket
  bool denied = false;            // what was tried was not permitted (EACCES, EPERM)
  bool late = false;              // came when event time was more than the lateness past `time`
  bool recorder = false;          // an execve of a recorder; `key` has the recording's serial
  std::vector<std::string> argv;  // exact bytes
  std::string exe, cwd, tty, effective_user;
  std::string caller;   // of an execve: the account that the process acted as before it
  std::string claimed;  // account of a changed login id of the process
  std::string text, other;

  template <typename Archive>
  void state(Archive& archive) {
    archive(what, key, pid, ppid, failed, denied, late, recorder, argv, exe, cwd, tty,
            effective_user, caller, claimed, text, other);
  }

  [[nodiscard]] base::WallTime time() const { return key.time(); }
  [[nodiscard]] std::size_t size() const {
    std::size_t sum = sizeof(ProcessAction) + exe.size() + cwd.size() + text.size() + other.size();
    for (const std::string& word : argv) sum += sizeof(std::string) + word.size();
    return sum;
  }
};

}  // namespace auweave::correlate
