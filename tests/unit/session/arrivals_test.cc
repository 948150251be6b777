#include "session/arrivals.h"

#include <gtest/gtest.h>

#include <functional>

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
  return arrival.src_port().value_or(0);
}

std::int64_t port_by(const model::SshdLine& one, const std::vector<const char*>& hosts = {}) {
  Arrivals arrivals;
  for (const char* host : hosts) arrivals.know_host(host);
  arrivals.add(one);
  return port_of(arrivals);
}

using What = model::SshdLine::What;

constexpr std::uint32_t nobody = model::kUnset;  // a line of a file

struct End {
  What what;
  std::int64_t ms;
  std::uint16_t port = 5000;
  const char* host = "";
  const char* src_ip = "10.99.0.2";
  std::int64_t channel = 0;
  const char* user = "";
  std::uint32_t writer = nobody;  // by the journal
};

Ending ending_of(const std::vector<End>& ends, const std::vector<const char*>& hosts = {},
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
    one.user = end.user;
    if (end.writer != nobody) one.writer = model::Uid{end.writer};
    arrivals.add(one);
  }
  Ended ended = {"bastion01",
                 "10.99.0.2",
                 5000,
                 model::Uid{1001},
                 base::WallTime::from_ms(kLogin),
                 base::WallTime::from_ms(kLogin + 60'000),
                 base::WallTime::from_ms(kLogin + 60'000),
                 std::nullopt};
  if (left.has_value()) ended.left = base::WallTime::from_ms(*left);
  Arrivals others;
  EXPECT_TRUE(support::load(others, support::saved(arrivals)));
  EXPECT_EQ(others.ending_of(ended), arrivals.ending_of(ended));
  return arrivals.ending_of(ended);
}

bool was_lost(const std::vector<End>& ends, const std::vector<const char*>& hosts = {},
              std::optional<std::int64_t> left = {}) {
  return ending_of(ends, hosts, left) == Ending::lost;
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
  EXPECT_TRUE(was_lost({{What::lost, kEnd - 5000}}));
  EXPECT_FALSE(was_lost({{What::lost, kEnd - 5001}}));  // the session went on
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
  EXPECT_TRUE(was_lost({shell, shell, closed}));  // the same line, in two files
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

// A client that says that it leaves is not lost, and a channel ends once.
TEST(Arrivals, BelieveNoEndsThatContradictEachOther) {
  constexpr std::int64_t kEnd = kLogin + 60'000;
  const End goodbye = {.what = What::goodbye, .ms = kEnd};
  const End lost = {.what = What::lost, .ms = kEnd - 10};
  const End closed = {.what = What::closed, .ms = kEnd - 10};
  const End left = {.what = What::shell_left, .ms = kEnd - 100};
  End left_again = left;
  left_again.ms += 50;
  EXPECT_EQ(ending_of({goodbye}), Ending::unknown);
  EXPECT_EQ(ending_of({left, goodbye}), Ending::unknown);
  EXPECT_EQ(ending_of({lost, goodbye}), Ending::contradicted);
  EXPECT_EQ(ending_of({goodbye, lost}), Ending::contradicted);
  EXPECT_EQ(ending_of({goodbye, closed}), Ending::contradicted);
  EXPECT_EQ(ending_of({left, closed}), Ending::unknown);
  EXPECT_EQ(ending_of({left, closed, left_again}), Ending::contradicted);
  EXPECT_EQ(ending_of({left, closed, left}), Ending::unknown);  // in two files
  // What the journal knows to be of sshd counts, and files do not, in either order.
  End known = lost;
  known.writer = 1001;
  EXPECT_EQ(ending_of({goodbye, known}), Ending::lost);
  EXPECT_EQ(ending_of({known, goodbye}), Ending::lost);
  known = goodbye;
  known.writer = 0;
  EXPECT_EQ(ending_of({lost, known}), Ending::unknown);
  // Another account's process is no child of this sshd.
  known.writer = 1003;
  EXPECT_EQ(ending_of({lost, known}), Ending::lost);
  known.what = What::lost;
  EXPECT_EQ(ending_of({goodbye, known}), Ending::unknown);
}

TEST(Arrivals, AreKnownByPidAddressAndTime) {
  EXPECT_EQ(port_by(line(kLogin)), 5000);
  model::SshdLine other = line(kLogin);
  other.pid = model::Pid{8};
  EXPECT_EQ(port_by(other), 0);
  other = line(kLogin);
  other.src_ip = "10.99.0.3";
  EXPECT_EQ(port_by(other), 0);
  EXPECT_EQ(port_by(line(kFirst - 5000)), 5000);
  EXPECT_EQ(port_by(line(kFirst - 5001)), 0);
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

// told: what `lines` tell of the connection, whose records tell `recorded`; the same whatever comes
// first, lines or records.
std::string told(const std::vector<model::SshdLine>& lines, const Recorded& recorded = {}) {
  Arrivals arrivals;
  Arrival before(recorded), after(recorded);
  for (const model::SshdLine& one : lines) {
    arrivals.add(one);
    arrivals.tell(one, connection(), before);
  }
  arrivals.tell(connection(), after);
  const auto words = [](const Arrival& arrival) {
    const auto connected = arrival.connected();
    std::string text = arrival.contradicted() ? "contradicted" : "";
    if (arrival.src_port().has_value()) text += std::to_string(*arrival.src_port());
    for (const std::string& part :
         {arrival.server_ip(), arrival.auth_method(), arrival.auth_key(),
          arrival.certificate().cert_id,
          connected.has_value() ? std::to_string(connected->ms() - kFirst) : ""})
      if (!part.empty()) text += " " + part;
    return text;
  };
  EXPECT_EQ(words(before), words(after));
  return words(after);
}

model::SshdLine came(std::int64_t ms, std::uint16_t port = 5000) {
  model::SshdLine one = line(ms, port);
  one.what = What::connection;
  one.method = one.key = "";
  one.server_ip = "10.99.0.1";
  one.server_port = 22;
  return one;
}

model::SshdLine with(model::SshdLine one, const std::function<void(model::SshdLine&)>& change) {
  change(one);
  return one;
}

// Whichever comes first: anybody who may write to syslog wrote one of them.
TEST(Arrivals, BelieveNoLinesThatContradictEachOther) {
  const model::SshdLine honest = line(kLogin);
  EXPECT_EQ(told({honest}), "5000 publickey SHA256:a");
  EXPECT_EQ(told({honest, honest}), "5000 publickey SHA256:a");
  const std::function<void(model::SshdLine&)> changes[] = {
      [](auto& one) { one.key = "SHA256:eve"; },
      [](auto& one) { one.src_port = 40'000; },
      [](auto& one) { one.method = "password"; },
      [](auto& one) { one.key = "", one.method = "password"; },
      [](auto& one) { one.cert_id = "eve@corp", one.cert_serial = "1", one.cert_ca = "SHA256:c"; },
      [](auto& one) { one.time.exact = base::WallTime::from_ms(kFirst), one.src_port = 1; }};
  for (const auto& change : changes) {
    const model::SshdLine forged = with(honest, change);
    EXPECT_EQ(told({honest, forged}), "contradicted");
    EXPECT_EQ(told({forged, honest}), "contradicted");
    EXPECT_EQ(told({forged, honest, honest}), "contradicted");
  }
  EXPECT_EQ(told({came(kFirst), came(kFirst, 6000)}), "contradicted");
  EXPECT_EQ(told({came(kFirst), came(kFirst - 2000)}), "contradicted");
  EXPECT_EQ(told({came(kFirst), came(kFirst, 6000), honest}), "contradicted");
  const auto elsewhere = with(came(kFirst), [](auto& one) { one.server_port = 2222; });
  EXPECT_EQ(told({came(kFirst), elsewhere}), "contradicted");
}

// A line that does not fit the connection's own records is of no connection, and says nothing
// against one that does.
TEST(Arrivals, TakeOnlyLinesThatFitTheRecords) {
  const auto of = [](const char* user, std::uint16_t port = 5000) {
    return with(line(kLogin, port), [&](auto& one) { one.user = user; });
  };
  Recorded alice;
  alice.account = "alice";
  EXPECT_EQ(told({of("alice")}, alice), "5000 publickey SHA256:a");
  EXPECT_EQ(told({of("bob")}, alice), "");
  EXPECT_EQ(told({of("bob", 6000), of("alice")}, alice), "5000 publickey SHA256:a");
  EXPECT_EQ(told({of("alice"), of("bob", 6000)}, alice), "5000 publickey SHA256:a");
  Recorded port;  // Red Hat's records
  port.src_port = 5000;
  EXPECT_EQ(told({of("alice", 6000)}, port), "5000");
  EXPECT_EQ(told({of("alice", 6000), of("alice")}, port), "5000 publickey SHA256:a");
  port.auth_key = "SHA256:of-the-records";
  EXPECT_EQ(told({of("alice")}, port), "5000 publickey SHA256:of-the-records");
  // Long before, as one writes for all pids that come next, and long after the LOGIN.
  EXPECT_EQ(told({line(kFirst - 60'000, 40'000), line(kLogin)}), "5000 publickey SHA256:a");
  EXPECT_EQ(told({line(kLogin), line(kLogin + 5000, 40'000)}), "5000 publickey SHA256:a");
}

// Who types a password slowly leaves no record for up to two minutes.
TEST(Arrivals, TakeTheConnectionsOwnLineFromLongBeforeWhereItsPortIsConfirmed) {
  EXPECT_EQ(told({came(kFirst - 60'000)}), "");
  EXPECT_EQ(told({came(kFirst - 60'000), line(kLogin)}),
            "5000 10.99.0.1 publickey SHA256:a -60000");
  EXPECT_EQ(told({came(kFirst - 60'000, 6000), line(kLogin)}), "5000 publickey SHA256:a");
  EXPECT_EQ(told({came(kFirst - 60'000), came(kFirst - 50'000, 6000), line(kLogin)}),
            "5000 10.99.0.1 publickey SHA256:a -60000");
  EXPECT_EQ(told({came(kFirst - 60'000), came(kFirst - 50'000), line(kLogin)}), "contradicted");
  EXPECT_EQ(told({came(kFirst - 121'001), line(kLogin)}), "5000 publickey SHA256:a");
  Recorded port;
  port.src_port = 5000;
  Arrivals arrivals;
  arrivals.add(came(kFirst - 60'000));
  Arrival arrival(port);
  arrivals.tell(connection(), arrival);
  EXPECT_EQ(arrival.server_ip(), "10.99.0.1");
}

TEST(Arrivals, OfTheJournalCountMoreThanThoseOfFiles) {
  const auto known = with(line(kLogin), [](auto& one) { one.writer = model::Uid{0}; });
  const auto forged = with(line(kLogin, 6000), [](auto& one) { one.key = "SHA256:eve"; });
  EXPECT_EQ(told({known, forged}), "5000 publickey SHA256:a");
  EXPECT_EQ(told({forged, known}), "5000 publickey SHA256:a");
  EXPECT_EQ(told({forged, line(kLogin), known}), "5000 publickey SHA256:a");
  const auto other = with(known, [](auto& one) { one.src_port = 6000; });
  EXPECT_EQ(told({known, other}), "contradicted");
}

// The key that was accepted at last counts. A key that was accepted in part does where no other was.
TEST(Arrivals, TellTheKeyThatWasAcceptedAtLast) {
  const auto part = [](const char* key) {
    return with(line(kFirst), [&](auto& one) { one.what = What::partial, one.key = key; });
  };
  const auto password =
      with(line(kLogin), [](auto& one) { one.method = "password", one.key = ""; });
  EXPECT_EQ(told({part("SHA256:b"), line(kLogin)}), "5000 publickey SHA256:a");
  EXPECT_EQ(told({part("SHA256:b"), password}), "5000 password SHA256:b");
  EXPECT_EQ(told({part("SHA256:b"), part("SHA256:c"), password}), "contradicted");
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
  EXPECT_EQ(arrival.connected(), base::WallTime::from_ms(kFirst - 100));
  EXPECT_EQ(arrival.server_ip(), "10.99.0.1");
  EXPECT_EQ(arrival.server_port(), 22);
  EXPECT_EQ(arrival.auth_method(), "keyboard-interactive/pam");
  EXPECT_EQ(arrival.auth_key(), "SHA256:a");
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
