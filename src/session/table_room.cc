// Table's bounds: which sessions and hosts are let go.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/recent_hashes.h"
#include "session/table.h"

namespace auweave::session {
namespace {

constexpr std::int64_t kStillMs = 3'600'000;  // without a record for so long, a session goes first
constexpr std::int64_t kBusyMs = 600'000;     // with a record within this, a session goes last

using Account = std::pair<std::string_view, std::uint32_t>;

Account account_of(const Session& session) {
  return {session.host, session.auid.value_or(model::Uid{model::kUnset}).value};
}

}  // namespace

std::uint64_t Table::hash_of(std::string_view host, model::Ses ses) {
  return base::mixed(base::hash_of(host), ses.value);
}

// A look at all sessions for every new one would cost more, the more sessions there are, so an eighth
// goes at once.
void Table::make_room(base::WallTime now) {
  const auto old = [&](const Session& session) {
    const base::WallTime end = session.closed.value_or(session.last.time());
    return session.close_announced && now.ms() - end.ms() > kKeepClosedMs;
  };
  while (!sessions_.empty() && old(sessions_.front())) drop(sessions_.begin());
  if (sessions_.size() >= kMostSessions) let_go(now, kMostSessions / 8);
}

// Closed sessions go first, then those that were still for long, then those of the account that has
// most, and those with a record just now last; each time the one that was silent longest.
void Table::let_go(base::WallTime now, std::size_t count) {
  std::map<Account, std::size_t> accounts;
  for (const Session& session : sessions_) ++accounts[account_of(session)];
  using Rank = std::tuple<int, std::size_t, model::EventKey>;
  std::vector<std::pair<Rank, std::list<Session>::iterator>> ranks;
  for (auto at = sessions_.begin(); at != sessions_.end(); ++at) {
    const std::int64_t still = now.ms() - at->last.time().ms();
    const int busy = at->close_announced ? 0 : still > kStillMs ? 1 : still > kBusyMs ? 2 : 3;
    const std::size_t others = busy < 2 ? 0 : sessions_.size() - accounts[account_of(*at)];
    ranks.push_back({{busy, others, at->last}, at});
  }
  const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
  const auto last = ranks.begin() + static_cast<std::ptrdiff_t>(std::min(count, ranks.size()));
  std::partial_sort(ranks.begin(), last, ranks.end(), less);
  for (auto rank = ranks.begin(); rank != last; ++rank) {
    Session& session = *rank->second;
    if (!session.close_announced) {
      let_go_.add(hash_of(session.host, session.ses));
      ++let_go_open_;
    }
    dropped_.push_back(session.id);
    drop(rank->second);
  }
}

void Table::drop(std::list<Session>::iterator session) {
  const auto host = hosts_.find(session->host);
  if (host != hosts_.end()) {
    const auto login = host->second.logins.find(session->login_pid.value_or(model::Pid{}).value);
    if (login != host->second.logins.end() && login->second == &*session)
      host->second.logins.erase(login);
    const auto current = host->second.sessions.find(session->ses.value);
    if (current != host->second.sessions.end() && current->second == &*session) {
      host->second.sessions.erase(current);
    }
    forget_other_ses(host->second, *session);
  }
  const auto indexed = by_boot_.find({session->boot_id, session->ses.value});
  if (indexed != by_boot_.end() && indexed->second == &*session) by_boot_.erase(indexed);
  std::erase(closing_, &*session);
  std::erase(ended_, &*session);
  sessions_.erase(session);
}

// A host with sessions never goes, because half of the hosts have none.
void Table::make_room_for_host() {
  if (hosts_.size() < kMostHosts) return;
  using Rank = std::tuple<bool, bool, base::WallTime>;
  std::vector<std::pair<Rank, std::map<std::string, Host, std::less<>>::iterator>> ranks;
  for (auto at = hosts_.begin(); at != hosts_.end(); ++at) {
    const Host& host = at->second;
    ranks.push_back({{!host.sessions.empty(), !host.connections.empty(), host.latest}, at});
  }
  const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
  const auto last = ranks.begin() + static_cast<std::ptrdiff_t>(kMostHosts / 8);
  std::partial_sort(ranks.begin(), last, ranks.end(), less);
  for (auto rank = ranks.begin(); rank != last; ++rank) {
    arrivals_.forget_host(rank->second->first);
    hosts_.erase(rank->second);
  }
}

std::vector<std::string> Table::take_dropped() { return std::exchange(dropped_, {}); }

std::uint64_t Table::take_let_go() { return std::exchange(let_go_open_, 0); }

}  // namespace auweave::session
