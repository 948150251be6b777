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

void Panes::note_recorded(std::string_view tty) {
  if (tty.empty() || (!recorded_.empty() && recorded_.back() == tty)) return;
  std::erase(recorded_, tty);
  if (recorded_.size() >= kMost) recorded_.erase(recorded_.begin());
  recorded_.emplace_back(tty);
}

bool Panes::is_elsewhere(std::string_view tty) const {
  if (tty.empty() || recorded_.empty()) return false;
  return std::find(recorded_.begin(), recorded_.end(), tty) == recorded_.end();
}

}  // namespace auweave::correlate
