// Processes: those of one session that matter for its commands: who executed what, in which recording,
// for which command. Values; one thread.
//
// Forks leave no record: a process is known from its own execve, or from that of a child of its.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/bounded_map.h"
#include "base/digest.h"
#include "base/wall_time.h"
#include "correlate/process_action.h"

namespace auweave::correlate {

struct Process {
  model::Pid pid;
  std::optional<model::Pid> ppid;
  base::WallTime executed;  // its execve; of one that only children tell of, the child's
  std::optional<base::Digest> command;  // that it belongs to
  std::uint64_t recording = 0;          // serial of the innermost around it; 0: none
  bool shell = false;                   // it reads lines
  bool entrance = false;                // it is the service's, outside of all recordings
  bool changes_user = false;
  bool guessed = false;               // its own execve was not seen: children tell of it
  std::string user;                   // it acts as
  std::optional<base::Digest> burst;  // of a shell whose lines are not known: what it ran last

  template <typename Archive>
  void state(Archive& archive) {
    archive(pid, ppid, executed, command, recording, shell, entrance, changes_user, guessed, user,
            burst);
  }
};

class Processes {
 public:
  // Null: not known. Valid until the next call that enters one. Whoever is asked for is the youngest again: a parent
  // that starts thousands stays.
  [[nodiscard]] Process* find(std::optional<model::Pid> pid);
  // The one that executes again; null: it is a new one, and an old one of its pid is forgotten. A
  // kernel gives pids in rising order and begins anew at its highest (32768 here, within minutes): one
  // that is met in a later round is another process.
  Process* again(const ProcessAction& action);
  Process& enter(const Process& process);
  // The process that changed its user last (sudo, su) and is known; null: there is none.
  [[nodiscard]] Process* last_user_change();

  // The innermost recordings of the shells that were seen to be executed.
  [[nodiscard]] std::set<std::uint64_t> recordings_of_shells() const;

  // The session is over: few are still of interest.
  void shrink() { make_room(kMostAfterEnd); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(known_, last_user_change_, last_pid_, round_);
  }

  static constexpr std::size_t kMostAfterEnd = 16;
  // Above them the process that was met least recently is forgotten, shells last.
  static constexpr std::size_t kMost = 256;

 private:
  struct Known {
    Process process;
    std::uint64_t round = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(process, round);
    }
  };
  void make_room(std::size_t most);

  base::BoundedMap<std::int64_t, Known> known_{kMost};
  std::optional<model::Pid> last_user_change_;
  std::int64_t last_pid_ = 0;
  std::uint64_t round_ = 0;
};

}  // namespace auweave::correlate
