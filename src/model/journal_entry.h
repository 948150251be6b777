// JournalEntry: the message of one entry of the systemd journal, with journald's own knowledge of
// the writer (systemd.journal-fields(7), "Trusted Journal Fields"). A value.
#pragma once

#include <optional>
#include <string>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::model {

// JournalWriter: the trusted fields of an entry. Any program may write any entry, but no program
// can set the trusted fields.
struct JournalWriter {
  // The kernel gives pid and uid with the message (SCM_CREDENTIALS), so every entry has a pid and a
  // uid.
  std::optional<Pid> pid;
  std::optional<Uid> uid;
  // The service journald reads ses and exe from /proc when the message has arrived. The ses and exe
  // are absent if the writer had ended when its message arrived.
  std::optional<Ses> ses;
  std::string exe;

  template <typename Archive>
  void state(Archive& archive) {
    archive(pid, uid, ses, exe);
  }
};

struct JournalEntry {
  base::WallTime time;  // when journald received the entry
  std::string boot_id;  // boot of the writer, with dashes
  std::string host;     // host on which the entry was written
  std::string message;
  std::string unreadable = {};  // why `message` is missing: the journal file is damaged
  std::string cursor;           // the entry's position, valid in any copy of the journal
  JournalWriter writer;

  template <typename Archive>
  void state(Archive& archive) {
    archive(time, boot_id, host, message, unreadable, cursor, writer);
  }
};

}  // namespace auweave::model
