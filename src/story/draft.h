// Draft: an entry while what belongs to it is found. A value; internal to story/.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "story/entries.h"
#include "story/rights.h"
#include "story/steps.h"

namespace auweave::story {

struct Draft {
  Entry entry;
  base::WallTime begins;
  std::optional<base::WallTime> prompted;
  std::vector<const Happening*> happenings;
  std::int64_t shell = 0;  // parent of what it ran first
  StepContext::Fold fold = StepContext::Fold::nothing;
};

struct Telling {
  const Rights& rights;
  const std::set<std::int64_t>& shells;  // at which lines were typed
  bool whole = false;
  const std::string& command;  // what is searched for
};

// Takes the draft's text.
Entry entry_of(Draft& draft, const Telling& telling);

}  // namespace auweave::story
