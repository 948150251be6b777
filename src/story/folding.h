// Folding: a line's steps, cut down to what a person can read. Pure; internal to story/.
#pragma once

#include <vector>

#include "story/entries.h"

namespace auweave::story {

// The same again in a row becomes one step with its count. Of more than a page of steps, unless all is
// wanted (`whole`), two of each program are told and the others counted, what warns is told once with
// how often, and the rest is counted.
void fold(std::vector<Step>& steps, bool whole);

}  // namespace auweave::story
