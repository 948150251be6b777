#include "story/owners.h"

namespace auweave::story {

using What = Happening::What;

void Owners::add(const CommandStory& command, std::size_t draft) {
  if (command.events.size() >= CommandStory::kMostEvents) full_.insert(draft);
  for (const std::string& event : command.events) events_.try_emplace(event, draft);
  for (const CommandStory::Process& each : command.executed) {
    executions_.try_emplace({each.pid, each.started}, draft);
  }
}

bool Owners::see(const Happening& happening) {
  rounds_.count(happening);
  // A shell outlives many rounds, until its pid is another's.
  if (happening.what == What::executed) last_.erase(happening.pid);
  return happening.what == What::executed && rounds_.now() > 0;
}

std::optional<std::size_t> Owners::named(const Happening& happening) const {
  const auto event = events_.find(happening.event_id);
  if (event != events_.end()) return event->second;
  if (happening.what != What::executed) return std::nullopt;
  const auto execution = executions_.find({happening.pid, happening.time});
  if (execution == executions_.end()) return std::nullopt;
  return execution->second;
}

const Owners::Process* Owners::find(std::int64_t pid) const {
  const auto found = processes_.find(pid);
  const bool holds = found != processes_.end() && found->second.round == rounds_.now();
  return holds ? &found->second : nullptr;
}

std::optional<std::size_t> Owners::by_process(const Happening& happening) const {
  const Process* self = find(happening.pid);
  if (self != nullptr && !self->reads_lines) return self->draft;
  const auto last = last_.find(happening.ppid);
  if (last != last_.end() && full_.contains(last->second)) return last->second;
  const Process* parent = find(happening.ppid);
  if (parent == nullptr || parent->reads_lines || parent->changes_user) return std::nullopt;
  return parent->draft;
}

bool Owners::executed_for(std::int64_t pid, std::size_t draft) const {
  const auto found = processes_.find(pid);
  return found != processes_.end() && found->second.draft == draft;
}

void Owners::placed(const Happening& happening, std::size_t draft) {
  if (happening.what != What::executed) return;
  if (named(happening).has_value()) last_[happening.ppid] = draft;
  processes_[happening.pid] = {draft, rounds_.now(), happening.reads_lines,
                               changes_user(happening)};
}

}  // namespace auweave::story
