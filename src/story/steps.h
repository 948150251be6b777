// Steps: the happenings of one line as a tree of processes, told row by row and folded so that a
// person can read them. Pure; internal to story/.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "story/entries.h"

namespace auweave::story {

struct StepContext {
  std::string prompt;             // empty: it was not told apart from the line
  std::string line;               // as typed
  std::string user;               // who the line's shell acts as
  std::set<std::int64_t> shells;  // processes at which lines were typed, login shells
  // No line, but what ran before the first prompt; or the line that left the shell.
  enum class Fold { nothing, start_up, leaving } fold = Fold::nothing;
  bool whole = false;   // nothing is folded
  std::string command;  // what is searched for is not folded
};

// True when its command, or what else it is told as, has this part.
bool holds(const Happening& happening, const std::string& part);

// What a fold may hide: programs, and what those ask for in vain that are part of the system's own start
// and end of a session.
bool foldable(const Happening& happening);
bool of_the_system(const Happening& happening);

std::vector<Step> steps_of(std::span<const Happening* const> happenings,
                           const StepContext& context);

}  // namespace auweave::story
