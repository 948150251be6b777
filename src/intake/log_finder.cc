#include "intake/log_finder.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/hash.h"

namespace auweave::intake {

FoundLog found_log(std::string rec, const base::FileFacts& facts) {
  const std::array<std::uint64_t, 3> parts = {facts.device, facts.inode,
                                              static_cast<std::uint64_t>(facts.born_ns)};
  const std::string_view bytes(reinterpret_cast<const char*>(parts.data()), sizeof parts);
  return {std::move(rec), facts.owner, base::hash_of(bytes), facts.made_ns()};
}

std::int64_t FoundLogs::floor_of(std::uint32_t owner) const {
  const auto of = owners_.find(owner);
  return of == owners_.end() ? since_ns_ : std::max(since_ns_, of->second.floor_ns);
}

void FoundLogs::forget_one(OfOwner& of) {
  known_.erase(of.done.front().first);
  of.floor_ns = std::max(of.floor_ns, of.done.front().second);
  of.done.pop_front();
}

void FoundLogs::done(const FoundLog& found) {
  OfOwner& of = owners_[found.owner];
  of.done.emplace_back(found.identity, found.made_ns);
  if (of.done.size() > kMostDone) forget_one(of);
  if (known_.size() <= kMostKnown) return;
  const auto most = std::max_element(
      owners_.begin(), owners_.end(),
      [](const auto& a, const auto& b) { return a.second.done.size() < b.second.done.size(); });
  forget_one(most->second);
}

}  // namespace auweave::intake
