#include "session/arrivals.h"

#include <gtest/gtest.h>

#include "support/state.h"

namespace auweave::session {
namespace {

constexpr std::int64_t kFirst = 1'795'243'250'000;  // ms, of the connection's first record
constexpr std::int64_t kLogin = kFirst + 3000;

model::SshdLine line(std::int64_t ms, std::uint16_t port = 5000) {
  model::SshdLine one;
  one.what = model::SshdLine::What::accepted;
  one.time.exact = base::WallTime::from_ms(ms);
  one.pid = model::Pid{7};
  one.src_ip = "10.99.0.2";
  one.src_port = port;
  one.method = "publickey";
  one.key = "SHA256:a";
  return one;
}

AuditedConnection connection() {
  return {"bastion01", model::Pid{7}, "10.99.0.2", base::WallTime::from_ms(kFirst),
          base::WallTime::from_ms(kLogin)};
}

std::int64_t port_of(const Arrivals& arrivals) {
  Arrival arrival;
  arrivals.tell(connection(), arrival);
  return arrival.src_port.value_or(0);
}

std::int64_t port_by(const model::SshdLine& one, const std::vector<const char*>& hosts = {}) {
  Arrivals arrivals;
  for (const char* host : hosts) arrivals.know_host(host);
  arrivals.add(one);
  return port_of(arrivals);
}

using What = model::SshdLine::What;

struct End {
  What what;
  std::int64_t ms;
  std::uint16_t port = 5000;
  const char* host = "";
  const char* src_ip = "10.99.0.2";
  std::int64_t channel = 0;
};

bool was_lost(const std::vector<End>& ends, const std::vector<const char*>& hosts = {},
              std::optional<std::int64_t> left = {}) {
  Arrivals arrivals;
  for (const char* host : hosts) arrivals.know_host(host);
  for (const End& end : ends) {
    model::SshdLine one = line(end.ms, end.port);
    one.what = end.what;
    one.pid = model::Pid{77};  // another process than the connection's
    one.host = end.host;
    one.src_ip = end.src_ip;
    one.channel = end.channel;
    arrivals.add(one);
  }
  Ended ended = {"bastion01",
                 "10.99.0.2",
                 5000,
                 base::WallTime::from_ms(kLogin),
                 base::WallTime::from_ms(kLogin + 60'000),
                 std::nullopt};
  if (left.has_value()) ended.left = base::WallTime::from_ms(*left);
  Arrivals others;
  EXPECT_TRUE(support::load(others, support::saved(arrivals)));
  EXPECT_EQ(others.was_lost(ended), arrivals.was_lost(ended));
  return arrivals.was_lost(ended);
}

TEST(Arrivals, TellOfConnectionsThatBroke) {
  constexpr std::int64_t kEnd = kLogin + 60'000;
  EXPECT_FALSE(was_lost({}));
  EXPECT_TRUE(was_lost({{What::lost, kEnd}}));
  EXPECT_TRUE(was_lost({{What::closed, kEnd}}));
  EXPECT_FALSE(was_lost({{What::shell_left, kEnd}, {What::closed, kEnd}}));
  EXPECT_TRUE(was_lost({{What::closed, kEnd}, {What::shell_left, kEnd}}));
  EXPECT_TRUE(was_lost({{What::shell_left, kLogin + 1}, {What::lost, kEnd}}));
  EXPECT_FALSE(was_lost({{What::lost, kEnd, 5001}}));
  EXPECT_FALSE(was_lost({{What::lost, kEnd, 5000, "", "10.99.0.3"}}));
  EXPECT_TRUE(was_lost({{What::lost, kEnd + 1000}}));
  EXPECT_FALSE(was_lost({{What::lost, kEnd + 1001}}));  // of the next one from that port
  EXPECT_TRUE(was_lost({{What::lost, kLogin - 1000}}));
  EXPECT_FALSE(was_lost({{What::lost, kLogin - 1001}}));
  EXPECT_TRUE(was_lost({{What::lost, kEnd, 5000, "target01"}}));
  EXPECT_FALSE(was_lost({{What::lost, kEnd, 5000, "target01"}}, {"bastion01", "target01"}));
}

// A shell, and a program beside it: one connection's channels, of which sshd gives a number again.
TEST(Arrivals, TellOfClientsThatWentWhileAShellWasThere) {
  constexpr std::int64_t kEnd = kLogin + 60'000;
  const auto on = [](What what, std::int64_t channel) {
    return End{.what = what, .ms = kLogin + 1, .channel = channel};
  };
  const End shell = on(What::shell_began, 0);
  const End shell_left = on(What::shell_left, 0);
  const End other = on(What::shell_began, 1);
  const End other_left = on(What::shell_left, 1);
  const End closed = {.what = What::closed, .ms = kEnd};
  EXPECT_TRUE(was_lost({shell, closed}));
  EXPECT_FALSE(was_lost({shell, shell_left, closed}));
  EXPECT_TRUE(was_lost({shell, other, other_left, closed}));
  EXPECT_TRUE(was_lost({shell, other, shell_left, closed}));
  EXPECT_FALSE(was_lost({shell, other, shell_left, other_left, closed}));
  EXPECT_TRUE(was_lost({shell, shell_left, shell, closed}));
  EXPECT_FALSE(was_lost({shell, shell_left, shell, shell_left, closed}));
  // The shell began longer ago than lines are kept.
  EXPECT_TRUE(was_lost({other, other_left, closed}));
  EXPECT_FALSE(was_lost({shell_left, closed}));
  // Not of this connection.
  End elsewhere = shell;
  elsewhere.port = 5001;
  EXPECT_FALSE(was_lost({shell, shell_left, elsewhere, closed}));
}

// Of `ssh -J` the client's last word may be lost with its proxy: the shell had ended before.
TEST(Arrivals, TellOfNoLossWhereTheShellHadLeft) {
  constexpr std::int64_t kEnd = kLogin + 60'000;
  const End shell = {.what = What::shell_began, .ms = kLogin + 1};
  const End closed = {.what = What::closed, .ms = kEnd};
  const End shell_left = {.what = What::shell_left, .ms = kEnd};
  EXPECT_FALSE(was_lost({shell, closed, shell_left}, {}, kEnd - 17));
  EXPECT_FALSE(was_lost({shell, closed}, {}, kEnd - 1000));
  EXPECT_TRUE(was_lost({shell, closed}, {}, kEnd - 1001));
  EXPECT_TRUE(was_lost({shell, closed}, {}, kEnd + 1));
  EXPECT_TRUE(was_lost({shell, {.what = What::lost, .ms = kEnd}}, {}, kEnd - 17));
}

TEST(Arrivals, AreKnownByPidAddressAndTime) {
  EXPECT_EQ(port_by(line(kLogin)), 5000);
  model::SshdLine other = line(kLogin);
  other.pid = model::Pid{8};
  EXPECT_EQ(port_by(other), 0);
  other = line(kLogin);
  other.src_ip = "10.99.0.3";
  EXPECT_EQ(port_by(other), 0);
  EXPECT_EQ(port_by(line(kFirst - 121'000)), 5000);
  EXPECT_EQ(port_by(line(kFirst - 121'001)), 0);
  EXPECT_EQ(port_by(line(kLogin + 1000)), 5000);
  EXPECT_EQ(port_by(line(kLogin + 1001)), 0);  // of the next one with that pid
}

TEST(Arrivals, OfAnotherHostWithAnAuditTrailAreNotMeant) {
  model::SshdLine one = line(kLogin);
  one.host = "target01";
  EXPECT_EQ(port_by(one), 5000);  // syslog's own name for this host, perhaps
  EXPECT_EQ(port_by(one, {"bastion01", "target01"}), 0);
  one.host = "bastion01";
  EXPECT_EQ(port_by(one, {"bastion01", "target01"}), 5000);
}

TEST(Arrivals, TheFirstLineCounts) {
  Arrivals arrivals;
  arrivals.add(line(kLogin, 5000));
  model::SshdLine forged = line(kLogin, 6000);
  forged.key = "SHA256:forged";
  arrivals.add(forged);
  forged.src_port = 5000;
  arrivals.add(forged);
  Arrival arrival;
  arrivals.tell(connection(), arrival);
  EXPECT_EQ(arrival.src_port, 5000);
  EXPECT_EQ(arrival.auth_key, "SHA256:a");
}

TEST(Arrivals, GatherWhatSeveralLinesTell) {
  Arrivals arrivals;
  model::SshdLine begun = line(kFirst - 100);
  begun.what = model::SshdLine::What::connection;
  begun.method = begun.key = "";
  begun.server_ip = "10.99.0.1";
  begun.server_port = 22;
  arrivals.add(begun);
  model::SshdLine partial = line(kFirst);
  partial.what = model::SshdLine::What::partial;
  arrivals.add(partial);
  model::SshdLine accepted = line(kLogin);
  accepted.method = "keyboard-interactive/pam";
  accepted.key = "";
  arrivals.add(accepted);
  Arrival arrival;
  arrivals.tell(connection(), arrival);
  EXPECT_EQ(arrival.connected, base::WallTime::from_ms(kFirst - 100));
  EXPECT_EQ(arrival.server_ip, "10.99.0.1");
  EXPECT_EQ(arrival.server_port, 22);
  EXPECT_EQ(arrival.auth_method, "keyboard-interactive/pam");
  EXPECT_EQ(arrival.auth_key, "SHA256:a");
}

TEST(Arrivals, AreForgottenInTime) {
  Arrivals arrivals;
  arrivals.add(line(kFirst));
  arrivals.forget_before(base::WallTime::from_ms(kFirst + Arrivals::kKeepMs));
  EXPECT_EQ(port_of(arrivals), 5000);
  arrivals.forget_before(base::WallTime::from_ms(kFirst + Arrivals::kKeepMs + 1));
  EXPECT_EQ(port_of(arrivals), 0);
}

TEST(Arrivals, AreBounded) {
  Arrivals arrivals;
  arrivals.add(line(kFirst));
  for (std::size_t i = 1; i < Arrivals::kMost; ++i) {
    model::SshdLine other = line(kFirst);
    other.pid = model::Pid{static_cast<std::int64_t>(1000 + i)};
    arrivals.add(other);
  }
  EXPECT_EQ(port_of(arrivals), 5000);
  model::SshdLine one_more = line(kFirst);
  one_more.pid = model::Pid{8};
  arrivals.add(one_more);
  EXPECT_EQ(port_of(arrivals), 0);
}

}  // namespace
}  // namespace auweave::session
