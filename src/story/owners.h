// Owners: which entry a happening belongs to, as commands' documents and processes tell. It is asked in
// the order of time. Internal to story/.
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
  // `draft` is the command's entry.
  void add(const CommandStory& command, std::size_t draft);

  // Before anything else is asked of it. A pid of an earlier round of the kernel's that is executed is
  // another process. True: it is one.
  bool see(const Happening& happening);
  // The command whose document names it; nothing: none does.
  [[nodiscard]] std::optional<std::size_t> named(const Happening& happening) const;
  // Where its process was placed, else its parent. What a shell that reads lines does, or is executed by
  // sudo, is not the line's that started it; but the shell's last command's whose list was full.
  [[nodiscard]] std::optional<std::size_t> by_process(const Happening& happening) const;
  // True: this process was executed for it.
  [[nodiscard]] bool executed_for(std::int64_t pid, std::size_t draft) const;
  void placed(const Happening& happening, std::size_t draft);

 private:
  struct Process {
    std::size_t draft = 0;
    std::size_t round = 0;  // of pids
    bool reads_lines = false;
    bool changes_user = false;
  };
  [[nodiscard]] const Process* find(std::int64_t pid) const;

  std::map<base::Digest, std::size_t> events_;                                 // by event_id
  std::map<std::pair<std::int64_t, base::WallTime>, std::size_t> executions_;  // pid, time
  std::map<std::int64_t, Process> processes_;                                  // by pid
  std::set<std::size_t> full_;                // drafts whose documents do not name all
  std::map<std::int64_t, std::size_t> last_;  // draft, by pid of what executed it last
  PidRounds rounds_;
};

}  // namespace auweave::story
