// JournalEntry: one entry of the systemd journal: a message, and what journald itself knows of who wrote
// it (systemd.journal-fields(7), "Trusted Journal Fields"). A value.
#pragma once

#include <optional>
#include <string>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::model {

// Any program may write any entry, but no program can set these.
struct JournalWriter {
  // As the kernel gave them with the message (SCM_CREDENTIALS): always there.
  std::optional<Pid> pid;
  std::optional<Uid> uid;
  // As journald read them from /proc after that: nothing of a process that was gone by then.
  std::optional<Ses> ses;
  std::string exe;

  template <typename Archive>
  void state(Archive& archive) {
    archive(pid, uid, ses, exe);
  }
};

struct JournalEntry {
  base::WallTime time;  // when journald took it
  std::string boot_id;  // with dashes
  std::string host;     // where it was written
  std::string message;
  std::string unreadable = {};  // why `message` is not there: its file is damaged
  std::string cursor;           // its place, in any copy of the journal
  JournalWriter writer;

  template <typename Archive>
  void state(Archive& archive) {
    archive(time, boot_id, host, message, unreadable, cursor, writer);
  }
};

}  // namespace auweave::model
