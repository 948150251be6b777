// RecordJoin's bounds of memory and time: what is decided or forgotten when there is too much, or when
// event time went back.
#include <algorithm>
#include <iterator>
#include <map>

#include "correlate/record_join.h"

namespace auweave::correlate {

using model::TtyChunk;

// An eighth at once, so that the search for the session costs little each time.
void RecordJoin::forget_records() {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& [key, command] : commands_) ++counts[command.session_id];
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  const std::string session(most->first);
  std::size_t left = std::max<std::size_t>(1, std::min(most->second, kMostCommands / 8));
  for (auto at = commands_.begin(); at != commands_.end() && left > 0;) {
    const bool of_session = at->second.session_id == session;
    at = of_session ? commands_.erase(at) : std::next(at);
    left -= of_session ? 1U : 0U;
  }
}

void RecordJoin::set_back(base::WallTime watermark) {
  while (!waiting_.empty() && std::prev(waiting_.end())->first > watermark.ns)
    decide(logs_.find(std::prev(waiting_.end())->second), watermark);
}

void RecordJoin::make_room(base::WallTime watermark) {
  while (!waiting_.empty() && (held_bytes_ > kMostHeldBytes || waiting_.size() > kMostLogs)) {
    decide_of_greatest(watermark);
  }
  while (decided_.size() > kMostLogs) {
    logs_.erase(decided_.front());
    decided_.pop_front();
  }
}

// Decides logs of the owner that has most, the oldest first, until an eighth of the room is free.
void RecordJoin::decide_of_greatest(base::WallTime watermark) {
  const bool by_bytes = held_bytes_ > kMostHeldBytes;
  std::map<std::optional<model::Uid>, std::size_t> sums;
  for (const auto& [began, key] : waiting_) {
    const Log& log = logs_.at(key);
    std::size_t bytes = 0;
    for (const TtyChunk& chunk : log.held) bytes += chunk.size();
    sums[log.ran.owner] += by_bytes ? bytes : 1;
  }
  const auto most = std::max_element(
      sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<std::string> keys;
  for (const auto& [began, key] : waiting_) {
    if (logs_.at(key).ran.owner == most->first) keys.push_back(key);
  }
  for (const std::string& key : keys) {
    if (held_bytes_ <= kMostHeldBytes / 8 * 7 && waiting_.size() <= kMostLogs / 8 * 7) return;
    decide(logs_.find(key), watermark);
  }
}

}  // namespace auweave::correlate
