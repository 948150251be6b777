#include "correlate/panes.h"

#include <algorithm>

namespace auweave::correlate {

void Panes::note_shell(std::string_view tty, model::Pid shell) {
  if (tty.empty()) return;
  std::erase_if(panes_, [&](const Pane& each) { return each.tty == tty; });
  if (panes_.size() >= kMost) panes_.erase(panes_.begin());
  panes_.push_back({std::string(tty), shell});
}

std::optional<model::Pid> Panes::shell_at(std::string_view tty) const {
  const auto found =
      std::find_if(panes_.begin(), panes_.end(), [&](const Pane& each) { return each.tty == tty; });
  if (tty.empty() || found == panes_.end()) return std::nullopt;
  return found->shell;
}

}  // namespace auweave::correlate
