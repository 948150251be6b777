// Folding: cuts a line's steps down to a length that a person can read. Pure; internal to story/.
#pragma once

#include <vector>

#include "story/entries.h"

namespace auweave::story {

// Equal steps in a row become one step with a count. If more than 12 steps remain and `whole` is
// false, two steps of each program are kept and the program's other steps are counted. Equal
// warnings become one step with a count. The steps behind the first ten are then only counted, except
// that up to 24 steps are kept to show warnings and connections.
void fold(std::vector<Step>& steps, bool whole);

}  // namespace auweave::story
