// Steps: the happenings of one line as a tree of processes, written row by row and folded to a
// readable length. Only story/ uses steps.h.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "story/entries.h"

namespace auweave::story {

// StepContext: the line that the happenings belong to.
struct StepContext {
  std::string prompt;             // empty: the prompt was not told apart from the line
  std::string line;               // as typed
  std::string user;               // account as which the line's shell acts
  std::set<std::int64_t> shells;  // processes at which lines were typed, and login shells
  // Fold: the kind of line, start_up for what ran before the first prompt, without a line, or
  // leaving for the line that left the shell.
  enum class Fold { nothing, start_up, leaving } fold = Fold::nothing;
  bool whole = false;   // true: only equal steps are merged
  std::string command;  // text searched for; a step with this text is not folded
};

// True if the happening's command, or the text that tells the happening, contains `part`.
bool holds(const Happening& happening, const std::string& part);

// The function foldable() is true if a fold may hide the happening: a program, or a denied action
// of the system's own programs. The function of_the_system() is true if the acting program belongs
// to the system's own start and end of a session (utempter, tlog).
bool foldable(const Happening& happening);
bool of_the_system(const Happening& happening);

std::vector<Step> steps_of(std::span<const Happening* const> happenings,
                           const StepContext& context);

}  // namespace auweave::story
