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
  const CommandStory* command = nullptr;  // null: no document tells of it
  base::WallTime begins;
  std::optional<base::WallTime> prompted;  // as well as it is known
  std::vector<const Happening*> happenings;
  StepContext::Fold fold = StepContext::Fold::nothing;

  [[nodiscard]] bool typed() const { return command != nullptr && command->typed; }
  // There is nothing to tell of it.
  [[nodiscard]] bool empty() const;
};

struct Telling {
  const SessionStory& session;
  const Rights& rights;
  const std::set<std::int64_t>& shells;  // whose own files are told as their start
  bool whole = false;
  const std::string& command;  // what is searched for
};

// One for each command, in the order of time. Takes what they showed out of the session.
std::vector<Draft> drafts_of(SessionStory& session);

// Takes the draft's text.
Entry entry_of(Draft& draft, const Telling& telling);

}  // namespace auweave::story
