// Processes: the processes of one session that matter for the session's commands: what each process
// executed, in which recording, and for which command. A Processes is a value for one thread.
//
// Forks leave no record, so a process is known from its own execve or from a child's.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/bounded_map.h"
#include "base/wall_time.h"
#include "correlate/command_number.h"
#include "correlate/process_action.h"

namespace auweave::correlate {

struct Process {
  model::Pid pid;
  std::optional<model::Pid> ppid;
  base::WallTime executed;  // time of its execve, or of the child's execve that revealed it
  std::optional<CommandNumber> command;  // the command that the process belongs to
  std::uint64_t recording = 0;           // serial of the process's innermost recording; 0: none
  bool shell = false;                    // a shell that reads command lines
  // True for a process of the entrance service (sshd), which is outside of all recordings.
  bool entrance = false;
  bool changes_user = false;
  bool guessed = false;                // known only from a child's execve
  std::uint64_t terminal = 0;          // number of the terminal server (Terminals); 0: none
  bool serves = false;                 // the process is the terminal server
  std::string user;                    // the account that the process acts as
  std::optional<CommandNumber> burst;  // of a shell without known lines: the shell's last command
  // Of a shell: begin of the line whose words decided last what the shell executed (line_choice.h).
  std::optional<base::WallTime> line_begins;

  template <typename Archive>
  void state(Archive& archive) {
    archive(pid, ppid, executed, command, recording, shell, entrance, changes_user, guessed,
            terminal, serves, user, burst, line_begins);
  }
};

class Processes {
 public:
  // Returns the process, or null if the process is unknown. The pointer that find() returns is
  // valid until the next call that enters a process.
  [[nodiscard]] Process* find(std::optional<model::Pid> pid);
  // Returns what find() returns for the parent of a process that executes, and makes the parent the
  // youngest process. Being the youngest, a parent of thousands of processes is forgotten after
  // processes that start none.
  [[nodiscard]] Process* parent(std::optional<model::Pid> ppid);
  // Returns the process that executes again, or null if the process is new. An old process with the
  // pid of a new process is forgotten. The kernel gives pids in rising order and begins anew after
  // the highest, perhaps within minutes, so a pid that is met in a later round is another process.
  Process* again(const ProcessAction& action);
  Process& enter(const Process& process);
  // Returns the known process that changed its user last (sudo, su), or null, and makes the process
  // the youngest: the forks of a sudo at work are unknown, and what they execute is taken for the
  // sudo's.
  [[nodiscard]] Process* last_user_change();

  // Returns the serials of the innermost recordings of the shells whose execve was seen.
  [[nodiscard]] std::set<std::uint64_t> recordings_of_shells() const;

  // Forgets all but a few processes, because the session has ended.
  void shrink() { make_room(kMostAfterEnd); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(known_, last_user_change_, last_pid_, round_);
  }

  static constexpr std::size_t kMostAfterEnd = 16;
  // Largest number of processes of a session. Above kMost the least recently met process is
  // forgotten, but shells and entrance processes last.
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
