// Attribution: decides to which command an action of a process belongs. The Attribution takes
// actions in the order of time. An Attribution has one owner and runs on one thread.
//
// | a program was executed by          | the program belongs to                                    |
// |------------------------------------|-----------------------------------------------------------|
// | a shell at which lines are entered | the last line entered before it (kEarlyMs: see Track)     |
// | a shell without known lines        | the command that the shell ran less than 50 ms before,    |
// |                                    | else a command of its own                                 |
// | a shell below a terminal server    | the command that the shell ran less than 50 ms before,    |
// |  (tmux: see Terminals)             | else a command of its own, of the server's command        |
// | a process of a command             | that command                                              |
// | an unknown process (forks leave no | the sudo or su at work, else the line, else a command of  |
// |  record)                           | its own                                                   |
// | the entrance service (sshd), or a  | a command of its own                                      |
// |  process of a command that is over |                                                           |
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "correlate/commands.h"
#include "correlate/jobs.h"
#include "correlate/line_choice.h"
#include "correlate/panes.h"
#include "correlate/process_action.h"
#include "correlate/processes.h"
#include "correlate/tracks.h"

namespace auweave::correlate {

class Attribution {
 public:
  // `commands` and `tracks` must outlive the Attribution.
  Attribution(Commands& commands, Tracks& tracks, Panes panes)
      : commands_(commands), tracks_(tracks), panes_(std::move(panes)) {}

  void take(const ProcessAction& action, base::WallTime now);
  void session_ended(base::WallTime time) {
    processes_.shrink();
    panes_.session_over(time);
  }
  // Notes a command that has been emitted.
  void emitted(const Command& command) { jobs_.note(command); }
  // Returns the serial of the innermost recording around a command's programs, or 0 if unknown.
  [[nodiscard]] std::uint64_t recording_of(const Command& command);

  template <typename Archive>
  void state(Archive& archive) {
    archive(processes_, panes_, jobs_, now_);
  }

  // Programs that one shell without known lines executed within kBurstMs of each other are one
  // command: a pipeline, or the beginning of a loop. On a loaded host a loop may be slower (capture
  // 30-load: up to 100 ms), so kLoopMs replaces kBurstMs for a command with kLoop programs.
  static constexpr std::int64_t kBurstMs = 50;
  static constexpr std::int64_t kLoopMs = 250;
  static constexpr std::size_t kLoop = 8;
  // Programs that a new shell executed within kStartUpMs of the last event of the shell's own
  // command belong to that command, because the shell's start files ran the programs.
  static constexpr std::int64_t kStartUpMs = 50;
  // A program that a shell executes at each prompt follows the line, or the one before, at once.
  static constexpr std::int64_t kPromptProgramMs = 150;

 private:
  struct Owner {
    Command* command = nullptr;
    bool child_of_shell = false;
    std::optional<CommandNumber> parent;  // parent of the command that is to be made
    // Track whose rows the command that is to be made shows, because no line for it was seen.
    Track* unseen = nullptr;
    bool inside = false;  // of `unseen`: the shell is inside of the line entered last
  };
  void entered(const ProcessAction& action);
  void recorded(const ProcessAction& action);
  void executed(const ProcessAction& action);
  void did(const ProcessAction& action);
  [[nodiscard]] Owner owner_of(const ProcessAction& action, Process* self, Process* parent);
  [[nodiscard]] Owner of_guessed(Process& parent, const ProcessAction& action);
  [[nodiscard]] Owner by_line(Process& shell, const ProcessAction& action);
  [[nodiscard]] Owner by_pane(Process& shell, const ProcessAction& action);
  [[nodiscard]] Process* in_pane(const ProcessAction& action, Process* parent);
  [[nodiscard]] Owner by_job(const Process& shell, const ProcessAction& action, Command* line);
  [[nodiscard]] Command* line_of_program(const Process& program, const ProcessAction& action);
  [[nodiscard]] Command* typed_for(Track& track, const ProcessAction& action);
  void search_unmarked(Track& track, const ProcessAction& action);
  [[nodiscard]] bool is_unseen(const Track& track, const Process& shell, const LineChoice& choice,
                               const ProcessAction& action, std::int64_t after_ms) const;
  [[nodiscard]] Owner unseen(Track& track, const Process& shell, const LineChoice& choice,
                             const ProcessAction& action);
  void brings_prompts(const ProcessAction& action, const Process& process,
                      const std::vector<std::string_view>& words);
  [[nodiscard]] Owner by_burst(Process& shell, const ProcessAction& action);
  [[nodiscard]] Process* user_change_at_work();
  [[nodiscard]] Owner of_stranger(const ProcessAction& action);
  Command& fresh(const ProcessAction& action, const std::optional<CommandNumber>& parent);
  void remember(const ProcessAction& action, Command& command, const Process* self,
                const Process* parent);
  [[nodiscard]] std::uint64_t recording_around(const ProcessAction& action, const Process* self,
                                               const Process* parent);

  Commands& commands_;
  Tracks& tracks_;
  Processes processes_;
  Panes panes_;
  Jobs jobs_;
  base::WallTime now_;
};

}  // namespace auweave::correlate
