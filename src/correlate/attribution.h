// Attribution: which command what a process did belongs to. It is given what happened in the order of
// time. One owner, one thread.
//
// | a program was executed by          | it belongs to                                             |
// |------------------------------------|-----------------------------------------------------------|
// | a shell at which lines are entered | the last line entered before it (kEarlyMs: see Track)     |
// | such a shell, not recorded         | what that shell executed less than 50 ms before; else it  |
// |                                    | is a command of its own                                   |
// | a process of a command             | that command                                              |
// | one that is not known (forks leave | the sudo or su at work; else the line; else it is a       |
// |  no record)                        | command of its own                                        |
// | the service (sshd), or for a       | none: it is a command of its own                          |
// |  command that is over              |                                                           |
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "correlate/commands.h"
#include "correlate/process_action.h"
#include "correlate/processes.h"
#include "correlate/tracks.h"

namespace auweave::correlate {

class Attribution {
 public:
  // Both outlive it.
  Attribution(std::string host, Commands& commands, Tracks& tracks)
      : host_(std::move(host)), commands_(commands), tracks_(tracks) {}

  void take(const ProcessAction& action, base::WallTime now);
  void session_ended() { processes_.shrink(); }
  // Serial of the innermost recording around what a command executed; 0: not known.
  [[nodiscard]] std::uint64_t recording_of(const Command& command);

  template <typename Archive>
  void state(Archive& archive) {
    archive(processes_, now_);
  }

  // What one shell executed within this of each other, where no line tells, is one command: a pipeline,
  // the beginning of a loop. Of what has shown to be a loop a loaded host may take longer (30-load: up to
  // 100 ms).
  static constexpr std::int64_t kBurstMs = 50;
  static constexpr std::int64_t kLoopMs = 250;
  static constexpr std::size_t kLoop = 8;
  // What a shell executed within this of its start, or of the last such thing, is of its own files.
  static constexpr std::int64_t kStartUpMs = 50;

 private:
  struct Owner {
    Command* command = nullptr;
    bool child_of_shell = false;
    std::optional<base::Digest> parent;  // of the command that is to be made
  };
  void entered(const ProcessAction& action);
  void recorded(const ProcessAction& action);
  void executed(const ProcessAction& action);
  void did(const ProcessAction& action);
  [[nodiscard]] Owner owner_of(const ProcessAction& action, Process* self, Process* parent);
  [[nodiscard]] Owner of_guessed(Process& parent, const ProcessAction& action);
  [[nodiscard]] Owner by_line(Process& shell, const ProcessAction& action);
  [[nodiscard]] Owner by_burst(Process& shell, const ProcessAction& action);
  [[nodiscard]] Process* elevator_at_work();
  [[nodiscard]] Owner of_stranger(const ProcessAction& action);
  Command& fresh(const ProcessAction& action, const std::optional<base::Digest>& parent);
  void remember(const ProcessAction& action, Command& command, const Process* self,
                const Process* parent);
  [[nodiscard]] std::uint64_t recording_around(const ProcessAction& action, const Process* self,
                                               const Process* parent);

  std::string host_;
  Commands& commands_;
  Tracks& tracks_;
  Processes processes_;
  base::WallTime now_;
};

}  // namespace auweave::correlate
