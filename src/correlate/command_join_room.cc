// CommandJoin's bounds: which sessions rest, and what is let go.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "correlate/command_join.h"

namespace auweave::correlate {

CommandJoin::Awake& CommandJoin::awake(Entry& entry) {
  if (entry.awake != nullptr) return *entry.awake;
  entry.awake = std::make_unique<Awake>(*this);
  if (entry.resting.empty()) return *entry.awake;
  base::Loader loader(entry.resting);
  loader(*entry.awake);
  entry.resting = {};
  be_idle(entry);
  return *entry.awake;
}

void CommandJoin::rest(Entry& entry) {
  base::Saver saver;
  saver(*entry.awake);
  entry.resting = saver.take();
  entry.resting.shrink_to_fit();
  entry.awake.reset();
}

void CommandJoin::be_idle(Entry& entry) {
  if (entry.is_idle) {
    idle_.splice(idle_.end(), idle_, entry.idle);
    return;
  }
  entry.idle = idle_.insert(idle_.end(), &entry);
  entry.is_idle = true;
  if (idle_.size() <= kMostIdle) return;
  Entry& last = *idle_.front();
  be_busy(last);
  rest(last);
}

void CommandJoin::be_busy(Entry& entry) {
  if (std::exchange(entry.is_idle, false)) idle_.erase(entry.idle);
}

// If memory is short the oldest input is taken early. Open commands may have half of the memory, so
// that those of some sessions do not have the input of others taken early.
void CommandJoin::bound() {
  if (open_ > kMostHeldBytes / 2) let_go_of_greatest();
  while (held_ > kMostHeldBytes && !queue_.empty()) {
    const base::WallTime oldest = queue_.top().first;
    run(oldest);
    if (held_ <= kMostHeldBytes / 2 || !queue_.empty()) continue;
    for (auto& [id, entry] : sessions_) {
      awake(entry).commands.shed();
      changed(id, entry);
    }
    if (held_ > kMostHeldBytes / 2) let_go_of_greatest();
    break;
  }
}

// Lets go of what is open in the sessions that hold most, until a quarter of the memory is free. So
// the search for them is rare.
void CommandJoin::let_go_of_greatest() {
  std::vector<std::pair<std::size_t, std::string>> sessions;
  for (const auto& [id, entry] : sessions_) sessions.emplace_back(entry.held, id);
  std::sort(sessions.begin(), sessions.end(), std::greater<>());
  for (const auto& [held, id] : sessions) {
    if (open_ <= kMostHeldBytes / 4 && held_ <= kMostHeldBytes / 4 * 3) return;
    Entry& entry = sessions_.at(id);
    awake(entry).commands.let_go();
    changed(id, entry);
  }
}

// Lets go of recordings until a quarter of the cells is free, so that the search is rare: those of the
// account that has most, and of its sessions those that have most.
void CommandJoin::let_go_of_emulators() {
  const auto account_of = [](const Entry& entry) {
    return std::pair(entry.awake->owner.host, entry.awake->owner.actor);
  };
  std::map<std::pair<std::string, std::string>, std::int64_t> sums;
  std::vector<std::pair<std::int64_t, std::string>> sessions;
  for (auto& [id, entry] : sessions_) {
    if (entry.cells == 0) continue;
    awake(entry);
    sums[account_of(entry)] += entry.cells;
    sessions.emplace_back(entry.cells, id);
  }
  const auto share_of = [&](const auto& session) {
    return std::tuple(sums.at(account_of(sessions_.at(session.second))), session);
  };
  std::sort(sessions.begin(), sessions.end(),
            [&](const auto& a, const auto& b) { return share_of(a) > share_of(b); });
  for (const auto& [cells, id] : sessions) {
    if (cells_ <= kMostCells / 4 * 3) return;
    Entry& entry = sessions_.at(id);
    awake(entry).commands.let_go_of_recordings();
    changed(id, entry);
  }
}

void CommandJoin::forget_ended() {
  while (ended_.size() > kMostEnded) {
    const std::string oldest = std::move(ended_.front());
    ended_.pop_front();
    forget(oldest);
  }
}

std::size_t CommandJoin::resting() const {
  const auto rests = [](const auto& session) { return session.second.awake == nullptr; };
  return static_cast<std::size_t>(std::count_if(sessions_.begin(), sessions_.end(), rests));
}

}  // namespace auweave::correlate
