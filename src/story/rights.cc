#include "story/rights.h"

#include <algorithm>
#include <utility>

namespace auweave::story {

Rights::Rights(std::string actor, const std::vector<Happening>& happenings)
    : actor_(std::move(actor)) {
  for (const Happening& happening : happenings) {
    if (happening.what == Happening::What::became) {
      stays_.push_back({happening.pid, happening.user, happening.time, std::nullopt, false, false});
    } else if (happening.what == Happening::What::returned) {
      returned(happening);
    } else if (happening.what == Happening::What::executed) {
      executed(happening);
    }
  }
}

void Rights::returned(const Happening& happening) {
  const auto stay = std::find_if(stays_.rbegin(), stays_.rend(), [&](const Stay& each) {
    return each.pid == happening.pid && !each.until.has_value();
  });
  if (stay != stays_.rend()) stay->until = happening.time;
}

// What sudo or su executes first, says what it is for.
void Rights::executed(const Happening& happening) {
  if (stays_.empty()) return;
  Stay& stay = stays_.back();
  const bool first = !stay.until.has_value() && !stay.decided && happening.user == stay.user;
  if (!first) return;
  stay.decided = true;
  stay.shell = happening.reads_lines || is_recorder(happening);
}

std::size_t Rights::depth(base::WallTime time) const {
  return static_cast<std::size_t>(std::count_if(
      stays_.begin(), stays_.end(), [&](const Stay& stay) { return stay.holds(time); }));
}

std::string Rights::user(base::WallTime time) const {
  const auto innermost = std::find_if(stays_.rbegin(), stays_.rend(),
                                      [&](const Stay& stay) { return stay.holds(time); });
  return innermost == stays_.rend() ? actor_ : innermost->user;
}

}  // namespace auweave::story
