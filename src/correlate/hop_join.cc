#include "correlate/hop_join.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "programs/client.h"

namespace auweave::correlate {
namespace {

Dial::Program program_of(std::string_view exe) {
  if (base::basename(exe) == "ssh") return Dial::Program::client;
  return programs::service_of(exe) == "sshd" ? Dial::Program::forward : Dial::Program::other;
}

// True for ports of names and tickets (DNS, Kerberos, LDAP): ssh and sshd ask there, and nobody
// logs in.
bool is_question(std::uint16_t port) {
  constexpr std::array<std::uint16_t, 4> ports = {53, 88, 389, 636};
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

// Returns the dial if all are of one session: the latest that is not after `came`, else the first.
// Returns null for dials of several sessions.
Dial* only_one(const std::vector<Dial*>& dials, base::WallTime came) {
  Dial* found = nullptr;
  for (Dial* dial : dials) {
    const bool same =
        found == nullptr || (found->session_id == dial->session_id && found->host == dial->host);
    if (!same) return nullptr;
    if (found == nullptr || dial->time <= came) found = dial;
  }
  return found;
}

}  // namespace

void HopJoin::executed(std::string_view host, const model::EventKey& key,
                       const model::EventFacts& facts, std::span<const std::string_view> argv) {
  if (!facts.pid.has_value() || program_of(facts.exe) != Dial::Program::client) return;
  const programs::SshGoal goal = programs::ssh_goal(argv);
  ClientKey its{host, facts.pid->value, key.serial};
  const Client client{std::string(goal.user), std::string(goal.host)};
  if (!clients_.emplace(its, client).second) return;
  client_order_.push_back(std::move(its));
  if (client_order_.size() <= kMost) return;
  clients_.erase(client_order_.front());
  client_order_.pop_front();
}

void HopJoin::dialled(std::string_view host, const model::EventKey& key,
                      const model::EventFacts& facts, const Dialled& dialled) {
  const auto& [session, account, peer] = dialled;
  const Dial::Program program = program_of(facts.exe);
  if (!facts.pid.has_value()) return;
  if (program != Dial::Program::other && is_question(peer.port)) return;
  Dial dial;
  dial.program = program;
  dial.host = host;
  if (session != nullptr) {
    dial.session_id = session->id;
    dial.caller = {session->key, session->person, session->person_inferred};
  }
  dial.time = key.time();
  dial.pid = *facts.pid;
  dial.ip = plain_address(peer.address);
  dial.port = peer.port;
  if (program == Dial::Program::client) dial.user = name_or_nothing(account);
  dials_.emplace(DialKey{dial.time.ns, dial.host, key.serial}, std::move(dial));
  if (dials_.size() > kMost) dials_.erase(dials_.begin());
}

// Sets user and goal from the command line of the dial's ssh. Both stay unknown if the execve was
// not seen.
void HopJoin::name(const DialKey& key, Dial& dial) const {
  if (dial.program != Dial::Program::client) return;
  auto client = clients_.upper_bound({dial.host, dial.pid.value, std::get<2>(key)});
  const bool any = client != clients_.begin();
  if (any) --client;
  const bool its = any && std::get<0>(client->first) == dial.host &&
                   std::get<1>(client->first) == dial.pid.value;
  dial.goal = its ? client->second.goal : "";
  if (!its) {
    dial.user.clear();
  } else if (!client->second.user.empty()) {
    dial.user = client->second.user;
  }
}

Inbound& HopJoin::enter(const std::string& id, const Inbound& fresh) {
  const Moment moment(fresh.first.ns, id);
  const auto [at, is_new] = inbounds_.try_emplace(id, fresh);
  if (is_new) waiting_.insert(moment);
  return at->second;
}

void HopJoin::knocked(std::string_view host, const session::Connection& connection,
                      const model::EventKey& key, const model::EventFacts& facts) {
  Inbound fresh;
  fresh.host = host;
  fresh.pid = *facts.pid;
  fresh.first = connection.first;
  Inbound& inbound = enter(connection.id, fresh);
  // Later records may be read before or after the decision, so they must not count.
  if (inbound.decided || key.time().ms() > inbound.first.ms() + kSoonMs) return;
  if (inbound.src_ip.empty()) inbound.src_ip = plain_address(connection.src_ip);
  if (inbound.account.empty()) inbound.account = facts.account;
  inbound.log.recorded = connection.arrival.recorded;
}

std::int64_t HopJoin::deadline_ms(base::WallTime first) const {
  return first.ms() + lateness_ms_ + session::kClockSlackMs;
}

void HopJoin::opened(session::Session& session, const model::EventKey& key) {
  advance(key.time());
  if (session.service != "sshd" || !session.login_pid.has_value()) return;
  const bool before = !session.connection_id.empty();
  Inbound fresh;
  fresh.host = session.host;
  fresh.pid = *session.login_pid;
  fresh.first = before ? *session.connected : key.time();
  fresh.src_ip = plain_address(session.src_ip);
  const std::string id = before ? session.connection_id : session.id;
  Inbound& inbound = enter(id, fresh);
  inbound.login = key;
  inbound.session_id = session.id;
  inbound.ses = session.ses;
  if (!inbound.decided) return;
  if (key.time().ms() > deadline_ms(inbound.first)) {
    give(session, inbound);
  } else {
    owed_.push_back(id);
  }
}

void HopJoin::advance(base::WallTime watermark) {
  for (const std::string& id : std::exchange(owed_, {})) {
    const auto inbound = inbounds_.find(id);
    if (inbound != inbounds_.end()) tell(inbound->second);
  }
  while (!waiting_.empty()) {
    const Moment& first = *waiting_.begin();
    const bool time = watermark.ms() > deadline_ms({first.first});
    if (!time && waiting_.size() <= kMost) break;
    decide(first);
  }
  forget(watermark);
}

void HopJoin::decide(Moment moment) {
  waiting_.erase(moment);
  Inbound& inbound = inbounds_.at(moment.second);
  decided_.insert(std::move(moment));
  inbound.decided = true;
  if (const session::Session* session = session_of(inbound)) {
    if (inbound.src_ip.empty()) inbound.src_ip = plain_address(session->src_ip);
    if (inbound.account.empty()) inbound.account = name_or_nothing(session->actor);
  }
  if (!inbound.src_ip.empty()) look(inbound);
  tell(inbound);
}

void HopJoin::look(Inbound& inbound) {
  const base::WallTime last = inbound.login.has_value() ? inbound.login->time() : inbound.first;
  inbound.log = table_.arrival_of({inbound.host, inbound.pid, inbound.src_ip, inbound.first, last},
                                  inbound.log.recorded);
  const std::string server_ip(inbound.server_ip());
  if (inbound.logged() && !is_loopback(server_ip)) addresses_.learn_logged(server_ip, inbound.host);
  const Dials all = candidates(inbound);
  if (all.empty()) return addresses_.learn_outside(inbound.src_ip);
  inbound.inferred = !inbound.logged();
  const Dial* found = inbound.logged() ? by_log(all, inbound) : by_records(all, inbound);
  if (found == nullptr) return;
  inbound.parent = found->session_id;
  inbound.caller = found->caller;
  if (found->host != inbound.host) {
    addresses_.learn_paired(found->ip, inbound.host);
    addresses_.learn_paired(inbound.src_ip, found->host);
  }
  take(*found, all);
}

HopJoin::Dials HopJoin::candidates(const Inbound& inbound) {
  const Span span = span_of(inbound);
  Dials found;
  auto at = dials_.lower_bound({span.from.ns, "", 0});
  for (; at != dials_.end() && span.holds(at->second.time); ++at) {
    Dial& dial = at->second;
    if (dial.taken || descends(dial.session_id, inbound.session_id)) continue;
    name(at->first, dial);
    if (may_be(dial, inbound, addresses_)) found.push_back(&dial);
  }
  return found;
}

// Exactly one session dialled. Either the source address is known to be the dialling host's, or the
// connection arrived within kAtOnceMs of the dial, no other address reached this server address and
// port meanwhile, and no connection ever came from the source address without a dial.
Dial* HopJoin::by_log(const Dials& dials, const Inbound& inbound) const {
  Dial* found = only_one(dials, *inbound.log.connected());
  if (found == nullptr || addresses_.has(inbound.src_ip, found->host)) return found;
  // sshd's lines have been read up to this time only. A time stamp in whole seconds may be older
  // than it looks.
  const std::int64_t until =
      std::min(found->time.ms() + kAtOnceMs, inbound.first.ms() + session::kClockSlackMs);
  const std::int64_t from = found->time.ms() - session::kClockSlackMs;
  const bool may = !addresses_.outside(inbound.src_ip) && inbound.log.connected()->ms() <= until;
  const bool alone = !table_.arrivals().others_came(
      inbound.log, inbound.src_ip, base::WallTime::from_ms(from), base::WallTime::from_ms(until));
  return may && alone ? found : nullptr;
}

// Time alone is too little: on a busy network somebody dials, and somebody arrives, all the time.
Dial* HopJoin::by_records(const Dials& dials, const Inbound& inbound) const {
  std::set<std::string_view> meant;  // addresses: one session may dial by name, another by address
  for (const Dial* dial : dials) {
    if (means(*dial, inbound, addresses_)) meant.insert(dial->ip);
  }
  Dials rivals;
  Dials at_home;
  for (Dial* dial : dials) {
    if (!meant.contains(dial->ip) || !is_rival(*dial, dials)) continue;
    rivals.push_back(dial);
    if (addresses_.has(inbound.src_ip, dial->host)) at_home.push_back(dial);
  }
  if (at_home.empty() && addresses_.outside(inbound.src_ip)) return nullptr;
  Dial* found = only_one(at_home.empty() ? rivals : at_home, inbound.first);
  if (found == nullptr || found->program == Dial::Program::other) return nullptr;
  return inbound.first.ms() - found->time.ms() <= kArrivesMs ? found : nullptr;
}

// Takes the dial out of the game, unless its session dialled twice and either dial may have been
// this one. An ssh makes one connection, but may have tried several addresses.
void HopJoin::take(const Dial& dial, const Dials& all) {
  const auto same = [&](const Dial& other) {
    return &other == &dial ||
           (dial.program == Dial::Program::client && other.program == dial.program &&
            other.host == dial.host && other.pid == dial.pid);
  };
  const bool sole = std::none_of(all.begin(), all.end(), [&](const Dial* other) {
    return other->session_id == dial.session_id && !same(*other) && is_rival(*other, all);
  });
  if (!sole) return;
  for (auto& [key, other] : dials_) other.taken = other.taken || same(other);
}

session::Session* HopJoin::session_of(const Inbound& inbound) const {
  if (inbound.session_id.empty()) return nullptr;
  session::Session* session = table_.at(inbound.host, inbound.ses);
  return session != nullptr && session->id == inbound.session_id ? session : nullptr;
}

void HopJoin::tell(const Inbound& inbound) {
  session::Session* session = session_of(inbound);
  if (session != nullptr && give(*session, inbound)) output_.hop(*session, *inbound.login);
}

bool HopJoin::give(session::Session& session, const Inbound& inbound) {
  if (inbound.parent.empty() || descends(inbound.parent, session.id)) return false;
  give_parent(inbound, session);
  if (!parents_.emplace(session.id, inbound.parent).second) return true;
  parent_order_.push_back(session.id);
  if (parent_order_.size() > kMost) {
    parents_.erase(parent_order_.front());
    parent_order_.pop_front();
  }
  return true;
}

// True if `id` is the session `from`, or came from it over any number of hops.
bool HopJoin::descends(const std::string& id, const std::string& from) const {
  if (id.empty() || from.empty()) return false;
  const std::string* at = &id;
  for (std::size_t hops = 0; *at != from; ++hops) {
    const auto parent = parents_.find(*at);
    if (parent == parents_.end() || hops > kMost) return false;
    at = &parent->second;
  }
  return true;
}

// LOGIN may come as late as sshd allows (LoginGraceTime), and a dial may be asked for as long.
void HopJoin::forget(base::WallTime watermark) {
  const std::int64_t until =
      watermark.ms() - session::Table::kConnectionMs - 3 * lateness_ms_ - session::kClockSlackMs;
  const auto old = [&](std::int64_t ns) { return base::WallTime{ns}.ms() < until; };
  while (!decided_.empty() && (old(decided_.begin()->first) || decided_.size() > kMost)) {
    inbounds_.erase(decided_.begin()->second);
    decided_.erase(decided_.begin());
  }
  while (!dials_.empty() && old(std::get<0>(dials_.begin()->first))) dials_.erase(dials_.begin());
}

}  // namespace auweave::correlate
