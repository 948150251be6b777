#include "story/login_tries.h"

#include <algorithm>

#include "story/text.h"

namespace auweave::story {
namespace {

constexpr std::int64_t kSeriesMs = 600'000;
constexpr std::size_t kMostAccounts = 10;

}  // namespace

// Once for each attempt: sshd writes USER_AUTH for a password, and a USER_LOGIN for every refusal.
void LoginTries::add(const model::EventDocument& event) {
  if (event.result != "failure" || event.stamp.connection_id.empty()) return;
  const std::string_view type = event.types.empty() ? std::string_view() : event.types.front();
  if (type != "USER_AUTH" && type != "USER_LOGIN") return;
  if (tries_.size() >= kMost) tries_.erase(tries_.begin());
  Try& attempt = tries_[std::string(event.stamp.connection_id)];
  const base::WallTime time = *event.stamp.time;
  if (attempt.first.ns == 0) attempt.first = time;
  attempt.last = std::max(attempt.last, time);
  attempt.src_ip = printable(event.stamp.src_ip);
  attempt.target = printable(event.stamp.target);
  ++(type == "USER_AUTH" ? attempt.passwords : attempt.logins);
  if (event.stamp.account_tried.empty()) return;
  // USER_AUTH names accounts that do not exist, too; USER_LOGIN comes beside it.
  if (type == "USER_AUTH" || attempt.passwords == 0) {
    ++attempt.names[printable(event.stamp.account_tried)];
  }
}

void LoginTries::join(const Try& attempt, FailedLogins& series) {
  series.last = std::max(series.last, attempt.last);
  series.tries += attempt.passwords > 0 ? attempt.passwords : attempt.logins;
  ++series.connections;
  for (const auto& tried : attempt.names) {
    const auto known = std::find_if(series.names.begin(), series.names.end(),
                                    [&](const auto& each) { return each.first == tried.first; });
    if (known != series.names.end()) {
      known->second += tried.second;
    } else if (series.names.size() < kMostAccounts) {
      series.names.emplace_back(tried);
    }
  }
}

std::vector<FailedLogins> LoginTries::series(const Filter& filter) const {
  std::vector<const Try*> sorted;
  for (const auto& [id, attempt] : tries_) {
    const bool source = !filter.source.has_value() || filter.source->contains(attempt.src_ip);
    const bool actor = filter.actor.empty() || attempt.names.contains(filter.actor);
    if (source && actor && filter.in_time(attempt.first)) sorted.push_back(&attempt);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Try* a, const Try* b) { return a->first < b->first; });
  std::vector<FailedLogins> all;
  std::map<std::string, std::size_t> latest;  // by address
  for (const Try* attempt : sorted) {
    const auto [at, fresh] = latest.try_emplace(attempt->src_ip, all.size());
    const bool goes_on = !fresh && attempt->first.ms() - all[at->second].last.ms() <= kSeriesMs;
    if (!goes_on) {
      at->second = all.size();
      all.push_back({attempt->first, attempt->last, attempt->src_ip, attempt->target, {}, 0, 0});
    }
    join(*attempt, all[at->second]);
  }
  return all;
}

}  // namespace auweave::story
