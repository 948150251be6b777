// ProcessTrail: fills the facts of an event's process and of the process's parent from earlier
// events. A ProcessTrail is used only while a mapping writes facts of processes
// (WeaverSettings::extended).
#pragma once

#include "process/table.h"
#include "session/table.h"
#include "weave/event_ids.h"
#include "weave/woven.h"

namespace auweave::weave {

class ProcessTrail {
 public:
  // `table` must outlive the trail. The trail asks the table for a host's restarts, at which pids
  // begin anew.
  explicit ProcessTrail(const session::Table& table) : table_(table) {}

  // Fills the process facts of the event's document, whose texts are valid until the next event.
  void follow(Woven& woven, EventIds& ids);
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
