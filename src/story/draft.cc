#include "story/draft.h"

#include <algorithm>
#include <utility>

#include "story/text.h"

namespace auweave::story {
namespace {

using What = Happening::What;

bool warns(const Happening& happening) {
  return happening.what == What::denied || happening.what == What::refused ||
         happening.what == What::wrong_password || happening.what == What::noteworthy;
}

}  // namespace

Entry entry_of(Draft& draft, const Telling& telling) {
  // As whom the prompt was given: by Enter an exit may have ended it.
  const base::WallTime given = draft.prompted.value_or(draft.entry.time);
  Entry entry = std::move(draft.entry);
  const StepContext context{entry.line,     telling.rights.user(given),
                            telling.shells, draft.fold,
                            telling.whole,  telling.command};
  entry.depth = telling.rights.depth(given);
  entry.steps = steps_of(draft.happenings, context);
  entry.found = has_part(entry.line, telling.command);
  for (const Happening* happening : draft.happenings) {
    entry.ran += happening->what == What::executed ? happening->count : 0;
    // A shell's own files ask for what they may not have, night after night.
    const bool folded = draft.fold != StepContext::Fold::nothing && foldable(*happening);
    entry.warnings += warns(*happening) && !folded ? happening->count : 0;
    entry.found = entry.found || holds(*happening, telling.command);
  }
  return entry;
}

}  // namespace auweave::story
