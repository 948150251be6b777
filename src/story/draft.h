// Draft: an Entry while the happenings that belong to the entry are collected. Only story/ uses
// draft.h.
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
  const CommandStory* command = nullptr;  // null: no command document tells of the entry
  base::WallTime begins;
  std::optional<base::WallTime> prompted;  // when the prompt was shown, if known
  std::vector<const Happening*> happenings;
  StepContext::Fold fold = StepContext::Fold::nothing;

  [[nodiscard]] bool typed() const { return command != nullptr && command->typed; }
  // True if the draft has no happening and no output.
  [[nodiscard]] bool empty() const;
};

// Telling: the arguments that the drafts of one session share.
struct Telling {
  const SessionStory& session;
  const Rights& rights;
  const std::set<std::int64_t>& shells;  // pids of shells; their files are told as the start
  bool whole = false;                    // true: only equal steps are merged
  const std::string& command;            // the text that the user searches for
};

// Returns a draft for each command, in the order of time, and moves the commands' outputs out of
// the session.
std::vector<Draft> drafts_of(SessionStory& session);

// Makes the entry of a draft, and moves the draft's text into the entry.
Entry entry_of(Draft& draft, const Telling& telling);

}  // namespace auweave::story
