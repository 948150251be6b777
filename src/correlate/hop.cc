#include "correlate/hop.h"

#include <algorithm>

#include "base/text.h"
#include "session/table.h"

namespace auweave::correlate {
namespace {

constexpr std::int64_t kMsNs = 1'000'000;
constexpr std::int64_t kSecondMs = 1000;

bool same_text(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// "target01" and "target01.example.org" are one host. Two names that both have a domain must be
// equal.
bool same_host(std::string_view a, std::string_view b) {
  const bool whole = a.find('.') != std::string_view::npos && b.find('.') != std::string_view::npos;
  if (a.empty() || b.empty()) return false;
  return whole ? same_text(a, b) : same_text(a.substr(0, a.find('.')), b.substr(0, b.find('.')));
}

// True if the connection stays on one machine: both addresses are the machine's own. Equal
// addresses alone are no sign, because two hosts may dial each other at one time.
bool comes_back(const Dial& dial, const Inbound& inbound, const Addresses& addresses) {
  return addresses.logged(dial.ip, dial.host) && addresses.logged(inbound.src_ip, dial.host);
}

}  // namespace

Span span_of(const Inbound& inbound) {
  const auto at = [](std::int64_t ms) { return base::WallTime::from_ms(ms); };
  if (!inbound.logged()) {
    const std::int64_t first = inbound.first.ms();
    return {at(first - session::Table::kConnectionMs), at(first + kClocksMs)};
  }
  const base::WallTime came = *inbound.log.connected();
  // syslog may round down to seconds, but no record is older than its connection.
  const bool rounded = came.ns % (kSecondMs * kMsNs) == 0;
  std::int64_t latest = came.ms();
  if (rounded) latest = std::max(latest, std::min(latest + kSecondMs - 1, inbound.first.ms()));
  return {at(came.ms() - kArrivesMs), at(latest + kClocksMs)};
}

bool may_be(const Dial& dial, const Inbound& inbound, const Addresses& addresses) {
  const bool own = dial.host == inbound.host;
  if (is_loopback(dial.ip) || is_loopback(inbound.src_ip)) {
    if (!own || !is_loopback(dial.ip) || !is_loopback(inbound.src_ip)) return false;
  } else if (own && !comes_back(dial, inbound, addresses)) {
    return false;
  }
  if (inbound.logged()) {
    if (dial.ip != inbound.server_ip() || dial.port != *inbound.log.server_port()) return false;
  } else if (addresses.elsewhere(dial.ip, inbound.host)) {
    return false;
  }
  if (addresses.elsewhere(inbound.src_ip, dial.host)) return false;
  return dial.user.empty() || inbound.account.empty() || dial.user == inbound.account;
}

bool means(const Dial& dial, const Inbound& inbound, const Addresses& addresses) {
  return dial.host == inbound.host || addresses.has(dial.ip, inbound.host) ||
         same_host(dial.goal, inbound.host);
}

bool is_rival(const Dial& dial, std::span<Dial* const> all) {
  if (dial.program != Dial::Program::other || dial.port == 22) return true;
  return std::any_of(all.begin(), all.end(), [&](const Dial* other) {
    return other->program != Dial::Program::other && other->ip == dial.ip &&
           other->port == dial.port;
  });
}

std::string name_or_nothing(std::string_view account) {
  return base::parse_unsigned(account).has_value() ? "" : std::string(account);
}

// What the session's own key tells of its person is better evidence than the parent.
void give_parent(const Inbound& inbound, session::Session& session) {
  const Caller& caller = inbound.caller;
  session.parent_id = inbound.parent;
  session.parent_key = caller.key;
  session.parent_inferred = inbound.inferred;
  if (!session.person.empty()) return;
  if (!caller.person.empty() && !inbound.inferred) {
    session.person = caller.person;
  } else {
    session.person_inferred = caller.person.empty() ? caller.person_inferred : caller.person;
  }
}

}  // namespace auweave::correlate
