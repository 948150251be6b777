// Folding: cuts a line's steps down to a length that a person can read. Only story/ uses folding.h.
#pragma once

#include <vector>

#include "story/entries.h"

namespace auweave::story {

// Merges equal steps in a row into one step with a count. If more than 12 steps remain and `whole`
// is false, fold() keeps two steps of each program, counts the program's other steps, and merges
// all equal warnings, connections and notes. If still more than 12 steps remain, fold() keeps the
// first ten steps and up to 14 later warnings and connections, and counts the other steps.
void fold(std::vector<Step>& steps, bool whole);

}  // namespace auweave::story
