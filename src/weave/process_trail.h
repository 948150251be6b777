// ProcessTrail: fills what an event's process and its parent run, as earlier events told. It is kept only while a
// mapping writes it (WeaverSettings::extended).
#pragma once

#include "process/table.h"
#include "session/table.h"
#include "weave/woven.h"

namespace auweave::weave {

class ProcessTrail {
 public:
  // The table outlives the trail; it counts a host's restarts, at which pids begin anew.
  explicit ProcessTrail(const session::Table& table) : table_(table) {}

  // The document's texts that it fills are valid until the next event.
  void follow(Woven& woven);
  void forget() { processes_ = {}; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(processes_);
  }

 private:
  const session::Table& table_;
  process::Table processes_;
};

}  // namespace auweave::weave
