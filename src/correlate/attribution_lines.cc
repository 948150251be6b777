// The part of Attribution that gives the programs of a shell to the lines of a recording.
#include <algorithm>

#include "correlate/attribution.h"

namespace auweave::correlate {

Attribution::Owner Attribution::by_line(Process& shell, const ProcessAction& action) {
  if (shell.terminal != 0 && shell.recording == 0) return by_pane(shell, action);
  Track* track = tracks_.leading(shell.recording, now_);
  if (track != nullptr) track->claim(action);
  if (track == nullptr || !track->has_prompts()) return by_burst(shell, action);
  if (track->left_inner(shell.executed)) search_unmarked(*track, action);
  LineChoice choice = choose_line(*track, commands_, action, shell.line_begins);
  const bool by_words = choice.begins.has_value();
  if (const Owner job = by_words ? Owner{} : by_job(shell, action, choice.command);
      job.command != nullptr || job.parent.has_value())
    return job;
  // A line without any program may be a moment old: what stands on the screen decides then.
  const bool first = choice.command != nullptr && choice.command->executed == 0;
  if (is_unseen(*track, shell, choice, action, first ? 0 : kPromptProgramMs)) {
    search_unmarked(*track, action);
    choice = choose_line(*track, commands_, action, shell.line_begins);
    if (is_unseen(*track, shell, choice, action, kPromptProgramMs))
      return unseen(*track, shell, choice, action);
  }
  if (choice.command == nullptr) {
    Command* own =
        track->line_at(action.time()) != nullptr ? nullptr : commands_.find(shell.command);
    return own != nullptr ? Owner{own, false, {}} : by_burst(shell, action);
  }
  if (choice.begins.has_value()) shell.line_begins = choice.begins;
  choice.command->note(choice.chosen);
  track->was_local(*choice.command);
  panes_.note_recorded(action.tty);
  return {choice.command, true, {}};
}

// Returns the line of a program's own language (`.shell id` of sqlite3) for which the program
// executed another, or null.
Command* Attribution::line_of_program(const Process& program, const ProcessAction& action) {
  Track* track = tracks_.leading(program.recording, now_);
  if (track != nullptr) track->settle_programs_rows(action.time());
  const Track::Line* line = track == nullptr ? nullptr : track->line_at(action.time());
  Command* command = line == nullptr ? nullptr : commands_.find(line->command);
  const bool own = command != nullptr && command->where == Where::repl &&
                   command->parent.has_value() && command->parent == program.command;
  return own && !command->is_over(action.time()) ? command : nullptr;
}

// A line that was entered at a prompt without marks may stand on the screen still.
void Attribution::search_unmarked(Track& track, const ProcessAction& action) {
  if (track.at_prompt()) return;
  track.unmarked();
  track.claim(action);
}

// Returns the line for which a fork of the recording's shell executed a program, or null.
Command* Attribution::typed_for(Track& track, const ProcessAction& action) {
  track.claim(action);
  const auto at_work = [&] {
    const Track::Line* line = track.line_at(action.time());
    Command* command = line == nullptr ? nullptr : commands_.find(line->command);
    return command == nullptr || command->is_over(action.time()) ? nullptr : command;
  };
  Command* timed = at_work();
  // A shell forks for no builtin: the line was entered behind it, at a prompt without a mark.
  const bool builtin = timed != nullptr && timed->typed && timed->executed == 0 &&
                       LineCalls(timed->line).only_builtins();
  if (builtin && action.time() > timed->started) {
    search_unmarked(track, action);
    timed = at_work();
  }
  const LineChoice choice = choose_line(track, commands_, action, {});
  if (choice.command == nullptr) return timed;
  choice.command->note(choice.chosen);
  return choice.command;
}

// True if the shell executed the program for a line that was not seen: the one entered last names
// others only, or nothing, and nothing of it was seen for `after_ms`. A program that runs at each
// prompt follows the line at once, and the prompt follows the program.
bool Attribution::is_unseen(const Track& track, const Process& shell, const LineChoice& choice,
                            const ProcessAction& action, std::int64_t after_ms) const {
  if (choice.command == nullptr) return track.entered_nothing(action.time());
  const Command& line = *choice.command;
  if (choice.chosen.has_value() || choice.begins.has_value() || track.at_prompt()) return false;
  if (line.where == Where::repl ||
      action.time() <= base::later(std::max(line.last, line.started), after_ms))
    return false;
  const bool inside = shell.command == line.id;
  if (inside && !track.stood_after(shell.executed)) return false;
  return leaves_out(line, action.argv);
}

Attribution::Owner Attribution::unseen(Track& track, const Process& shell, const LineChoice& choice,
                                       const ProcessAction& action) {
  Process copy = shell;
  Owner owner = by_burst(copy, action);
  if (owner.command != nullptr) return owner;
  const bool inside = choice.command != nullptr && shell.command == choice.command->id;
  if (inside) owner.parent = choice.command->id;
  owner.unseen = &track;
  owner.inside = inside;
  return owner;
}

// A program that shows prompts may show them without marks.
void Attribution::brings_prompts(const ProcessAction& action, const Process& process,
                                 const std::vector<std::string_view>& words) {
  const programs::Prompts prompts = programs::prompts_of(action.exe, words);
  if (prompts == programs::Prompts::none || action.recorder) return;
  Track* track = tracks_.leading(process.recording, now_);
  if (track != nullptr) track->brings_prompts(action.time(), prompts);
}

}  // namespace auweave::correlate
