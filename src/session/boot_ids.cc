#include "session/boot_ids.h"

#include <algorithm>

namespace auweave::session {

// Recordings of one boot agree on its beginning to a few 10 ms (ticks, and the clock's steps
// since). The earliest beginning is kept, because a wrong one that is later than the true one would
// take sessions away from the boot.
void BootIds::learn(std::string_view boot_id, base::WallTime began, std::string_view host) {
  const auto known = std::find_if(boots_.begin(), boots_.end(), [&](const Boot& boot) {
    return boot.id == boot_id && boot.host == host;
  });
  if (known == boots_.end()) {
    boots_.push_back({began, std::string(boot_id), std::string(host)});
  } else {
    known->began = std::min(known->began, began);
  }
  std::stable_sort(boots_.begin(), boots_.end(),
                   [](const Boot& a, const Boot& b) { return a.began < b.began; });
}

std::string_view BootIds::at(std::string_view host, base::WallTime time, std::uint64_t restarts,
                             base::WallTime before_restart) const {
  if (!first_.empty() && (live_ || restarts == 0)) return first_;
  std::string_view found;
  for (const Boot& boot : boots_) {
    const bool over = restarts > 0 && boot.began < before_restart;
    const bool its = boot.host.empty() || boot.host == host;
    if (its && boot.began <= time && !over) found = boot.id;
  }
  return found;
}

}  // namespace auweave::session
