// Signals of a plugin, read one at a time like anything else that comes in. auditd starts one
// again, after it died, with HUP, USR1, USR2, TERM, CHLD and CONT blocked (our facts, plugin
// interface): without this it would never see SIGTERM.
#pragma once

#include "base/unique_fd.h"

namespace auweave::plugin {

class Signals {
 public:
  // Before any thread is made: they inherit that TERM, INT and HUP come here alone. USR1, USR2 and
  // PIPE are ignored, everything else is as it is for a fresh program.
  Signals();

  enum class Got { nothing, end, reload };
  // To be polled.
  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] Got next() const;

 private:
  base::UniqueFd fd_;  // signalfd(2)
};

}  // namespace auweave::plugin
