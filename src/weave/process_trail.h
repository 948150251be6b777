// ProcessTrail: fills the process of an event and the process's parent from earlier events. A
// ProcessTrail is kept only while a mapping writes these values (WeaverSettings::extended).
#pragma once

#include "process/table.h"
#include "session/table.h"
#include "weave/woven.h"

namespace auweave::weave {

class ProcessTrail {
 public:
  // `table` must outlive the trail. The trail asks the table for a host's restarts, at which pids
  // begin anew.
  explicit ProcessTrail(const session::Table& table) : table_(table) {}

  // Fills the event's document. The filled texts are valid until the next event.
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
