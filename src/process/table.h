// Table: what the processes of each host run, as far as their records report. A record names its own process
// and its parent's pid, no more, and a fork leaves none; what a SIEM asks (the parent's program and command
// line, the same process in two events) is put together here. A value; one thread.
//
// What it cannot know: a parent that has no record of its own yet (it began before us, or no rule looks
// at it, or its record comes later), and that a pid has gone to another process which has none; somebody may
// fork until it has. So a parent of another session is never believed, and one outside of all sessions only
// for the process that a session began with (of sshd, of cron), and as pid 1, for orphans.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bounded_map.h"
#include "base/digest.h"
#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::process {

// What an event tells of its process. Views of the call.
struct ProcessReport {
  std::string_view host;
  std::uint64_t restarts = 0;  // of the host so far: pids begin anew
  std::optional<model::Pid> pid, ppid;
  std::optional<model::Ses> ses;
  base::WallTime time;
  base::Digest event_id{};
  std::string_view exe;
  std::string_view user;     // it acts as; empty: the event does not say
  std::string_view command;  // the arguments, where the event is an execve that succeeded
  bool executed = false;     // it is one
  bool ended = false;        // the process is gone with it
  bool entrance = false;     // it is the one that a session began with: its parent is outside
};

// Each text at most kMostText bytes of it.
struct Program {
  std::string exe, user;
  std::string command;                    // empty: not seen
  std::optional<base::WallTime> started;  // its execve
  // The event_id of that; a fork of it has none, though it shows the same program and command.
  std::optional<base::Digest> id;
  std::optional<model::Pid> ppid;
  std::optional<model::Ses> ses;
  base::WallTime last_seen;
  bool ended = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(exe, user, command, started, id, ppid, ses, last_seen, ended);
  }
};

// Null: not known. Both until the next call.
struct Family {
  const Program* own = nullptr;
  const Program* parent = nullptr;
};

class Table {
 public:
  Table() = default;

  // An event that is older than what is known of its process changes nothing.
  Family note(ProcessReport report);

  [[nodiscard]] std::size_t size() const { return childless_.size() + parents_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(childless_, parents_);
    if constexpr (Archive::kLoads) bytes_ = bytes_of(childless_) + bytes_of(parents_);
  }

  // At most kMost processes that never were a parent, and kMost that were. The one that was in no event for the
  // longest time is forgotten first, so that a shell where nobody types stays when a script beside it starts
  // thousands. Bytes are those of texts.
  static constexpr std::size_t kMost = 4096;
  static constexpr std::size_t kMostBytes = 2UL * 1024 * 1024;
  static constexpr std::size_t kMostText = 2048;  // bytes of one text

 private:
  using Programs = base::BoundedMap<std::uint64_t, Program>;

  // Null: not known. Either is a use of it.
  Program* use(std::uint64_t key);
  Program* use_as_parent(std::uint64_t key);
  void make_room();
  static std::size_t bytes_of(const Programs& programs);

  // make_room() lets go before a map does, so that bytes are counted.
  Programs childless_{kMost + 1}, parents_{kMost + 1};
  std::size_t bytes_ = 0;
};

}  // namespace auweave::process
