#include "correlate/processes.h"

namespace auweave::correlate {
namespace {

// Processes that start together may be seen out of order.
constexpr std::int64_t kOutOfOrder = 1000;

}  // namespace

Process* Processes::find(std::optional<model::Pid> pid) {
  if (!pid.has_value()) return nullptr;
  const auto found = known_.find(pid->value);
  return found == known_.end() ? nullptr : &found->second.process;
}

Process* Processes::again(const ProcessAction& action) {
  if (action.pid.value + kOutOfOrder < last_pid_) ++round_;
  last_pid_ = action.pid.value;
  const auto found = known_.find(action.pid.value);
  if (found == known_.end()) return nullptr;
  const Process& old = found->second.process;
  const bool same_parent = !old.ppid.has_value() || old.ppid == action.ppid ||
                           (action.ppid.has_value() && action.ppid->value == 1);
  if (found->second.round == round_ && same_parent) return &found->second.process;
  known_.erase(found);
  std::erase(order_, action.pid.value);
  return nullptr;
}

Process& Processes::enter(const Process& process) {
  make_room(kMost);
  const auto [at, fresh] = known_.insert_or_assign(process.pid.value, Known{process, round_});
  Known& known = at->second;
  if (fresh) order_.push_back(process.pid.value);
  if (process.changes_user) last_user_change_ = process.pid;
  return known.process;
}

Process* Processes::last_user_change() { return find(last_user_change_); }

std::set<std::uint64_t> Processes::recordings_of_shells() const {
  std::set<std::uint64_t> recordings;
  for (const auto& [pid, known] : known_) {
    if (known.process.shell) recordings.insert(known.process.recording);
  }
  return recordings;
}

void Processes::make_room(std::size_t most) {
  for (std::size_t looked = 0; known_.size() >= most; ++looked) {
    const std::int64_t pid = order_.front();
    order_.erase(order_.begin());
    const Process& process = known_.at(pid).process;
    if ((process.shell || process.entrance) && looked < most) {
      order_.push_back(pid);
    } else {
      known_.erase(pid);
    }
  }
}

}  // namespace auweave::correlate
