// Signals: the signals of a plugin, read from a descriptor one at a time. auditd restarts a plugin
// that died with HUP, USR1, USR2, TERM, CHLD and CONT blocked (our facts, plugin interface). A
// plugin that does not unblock them never sees SIGTERM. The main thread.
#pragma once

#include "base/unique_fd.h"

namespace auweave::plugin {

class Signals {
 public:
  // Blocks TERM, INT and HUP, which are read here, unblocks every other signal, and ignores PIPE,
  // USR1 and USR2. Comes before the first thread is made, because threads inherit the signal mask.
  Signals();

  enum class Got { nothing, end, reload };
  // The descriptor to poll(2).
  // Returns the next signal (TERM and INT: end, HUP: reload), or nothing if none waits. Never
  // blocks.
  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] Got next() const;

 private:
  base::UniqueFd fd_;  // signalfd(2)
};

}  // namespace auweave::plugin
