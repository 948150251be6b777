// Signals: the signals of a plugin, read from a descriptor one at a time. A plugin that died is
// restarted by auditd with HUP, USR1, USR2, TERM, CHLD and CONT blocked (our facts, plugin
// interface). A plugin that does not unblock SIGTERM never sees it. The main thread.
#pragma once

#include <cstdint>

#include "base/unique_fd.h"

namespace auweave::plugin {

class Signals {
 public:
  // Blocks TERM, INT and HUP, which next() reads, unblocks all signals but these three, and ignores
  // PIPE, USR1 and USR2. A Signals is made before the first thread, because threads inherit the
  // signal mask.
  Signals();

  enum class Got { nothing, end, reload };
  // Sender: who sent a signal, as signalfd(2) tells: of auditd's own pid when auditd passes on a HUP.
  struct Sender {
    std::uint32_t pid = 0, uid = 0;
  };
  struct Signal {
    Got got = Got::nothing;
    Sender by;
  };
  // Returns the descriptor to poll(2), which is readable when a signal waits.
  [[nodiscard]] int fd() const { return fd_.get(); }
  // Returns the next signal (TERM and INT: end, HUP: reload), or `nothing`; never blocks.
  [[nodiscard]] Signal next() const;

 private:
  base::UniqueFd fd_;  // signalfd(2)
};

}  // namespace auweave::plugin
