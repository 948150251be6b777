// Owners: finds the entry that a happening belongs to, from the commands' documents and from
// processes. Happenings must come in the order of time. Only story/ uses owners.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "story/command_story.h"
#include "story/happening.h"
#include "story/process_tree.h"

namespace auweave::story {

class Owners {
 public:
  // Adds a command; `draft` is the index of the command's entry.
  void add(const CommandStory& command, std::size_t draft);

  // Must be called for a happening before the other functions of Owners. Returns true if the
  // happening is an execve after the kernel's pids began anew, so that its pid may be another
  // process.
  bool see(const Happening& happening);
  // Returns the entry of the command whose document names the happening's event or process, or no
  // entry if no document does.
  [[nodiscard]] std::optional<std::size_t> named(const Happening& happening) const;
  // Returns the entry in which the happening's process was placed, else the entry of its parent. A
  // child of a shell that reads lines, or of sudo, does not belong to the line that started the
  // shell or sudo. A child of a shell belongs to the shell's last command if the event list of the
  // command's document was full.
  [[nodiscard]] std::optional<std::size_t> by_process(const Happening& happening) const;
  // True if the process `pid` was executed for the entry `draft`.
  [[nodiscard]] bool executed_for(std::int64_t pid, std::size_t draft) const;
  void placed(const Happening& happening, std::size_t draft);

 private:
  struct Process {
    std::size_t draft = 0;
    std::size_t round = 0;  // round of the kernel's pids
    bool reads_lines = false;
    bool changes_user = false;
  };
  [[nodiscard]] const Process* find(std::int64_t pid) const;

  std::map<std::string, std::size_t> events_;                                  // by event_id
  std::map<std::pair<std::int64_t, base::WallTime>, std::size_t> executions_;  // pid, time
  std::map<std::int64_t, Process> processes_;                                  // by pid
  std::set<std::size_t> full_;                // entries whose documents do not name all events
  std::map<std::int64_t, std::size_t> last_;  // parent pid -> entry of its last child
  PidRounds rounds_;
};

}  // namespace auweave::story
