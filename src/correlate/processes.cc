#include "correlate/processes.h"

namespace auweave::correlate {
namespace {

// The largest distance of pids of processes that start together and are seen out of order.
constexpr std::int64_t kOutOfOrder = 1000;

}  // namespace

Process* Processes::find(std::optional<model::Pid> pid) {
  if (!pid.has_value()) return nullptr;
  Known* known = known_.find(pid->value);
  return known == nullptr ? nullptr : &known->process;
}

Process* Processes::parent(std::optional<model::Pid> ppid) {
  if (!ppid.has_value()) return nullptr;
  Known* known = known_.use(ppid->value);
  return known == nullptr ? nullptr : &known->process;
}

Process* Processes::again(const ProcessAction& action) {
  if (action.pid.value + kOutOfOrder < last_pid_) ++round_;
  last_pid_ = action.pid.value;
  Known* known = known_.find(action.pid.value);
  if (known == nullptr) return nullptr;
  const Process& old = known->process;
  const bool same_parent = !old.ppid.has_value() || old.ppid == action.ppid ||
                           (action.ppid.has_value() && action.ppid->value == 1);
  if (known->round == round_ && same_parent) return &known->process;
  known_.take(action.pid.value);
  return nullptr;
}

Process& Processes::enter(const Process& process) {
  make_room(kMost);
  if (process.changes_user) last_user_change_ = process.pid;
  return known_.enter(process.pid.value, {process, round_}).process;
}

Process* Processes::last_user_change() { return parent(last_user_change_); }

std::set<std::uint64_t> Processes::recordings_of_shells() const {
  std::set<std::uint64_t> recordings;
  for (const auto& [pid, known] : known_.entries()) {
    if (known.process.shell) recordings.insert(known.process.recording);
  }
  return recordings;
}

// A shell, and the entrance service's own process, are passed over once.
void Processes::make_room(std::size_t most) {
  for (std::size_t looked = 0; known_.size() >= most; ++looked) {
    const auto oldest = known_.take_oldest();
    const Process& process = oldest->value.process;
    if ((process.shell || process.entrance) && looked < most)
      known_.enter(oldest->key, oldest->value);
  }
}

}  // namespace auweave::correlate
