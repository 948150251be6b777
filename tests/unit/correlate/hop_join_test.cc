#include "correlate/hop_join.h"

#include <gtest/gtest.h>

namespace auweave::correlate {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
constexpr const char* kTarget = "10.0.1.2";   // address of host t
constexpr const char* kBastion = "10.0.1.1";  // that of host b, as t sees it
constexpr const char* kHome = "192.0.2.7";    // where people sit
constexpr std::int64_t kLatenessMs = 10'000;

// Times are ms after an origin. A hop is told as "CHILD<PARENT", with "?" where it is inferred; a
// session is its host's letter and its ses.
class Script : public HopJoin::Output {
 public:
  Script() : join(table, kLatenessMs, *this) {}

  static session::Table make_table() {
    session::BootIds boots;
    boots.set_first(kBoot);
    return {std::move(boots), kLatenessMs};
  }

  // A connection to sshd: its first record and, later, its LOGIN.
  struct Login {
    std::string host;
    std::uint32_t ses = 0;
    std::int64_t ms = 0;
    std::string from = kBastion;
    std::string account = "alice";
    std::int64_t takes_ms = 5;  // from the first record to LOGIN
    std::string acct = {};      // that its records name; empty: the same
  };
  static std::int64_t pid_of(std::uint32_t ses) { return 1000 + ses; }
  void knock(const Login& login) {
    model::EventFacts facts = facts_of("USER_ACCT", pid_of(login.ses));
    facts.exe = "/usr/sbin/sshd";
    facts.address = login.from;
    facts.account = login.acct.empty() ? login.account : login.acct;
    const auto noted = table.note(login.host, key(login.ms), facts);
    join.knocked(login.host, *noted.connection, last_key_, facts);
    join.advance(at(login.ms));
  }
  void log_in(const Login& login) {
    knock(login);
    const std::int64_t ms = login.ms + login.takes_ms;
    model::EventFacts facts = facts_of("LOGIN", pid_of(login.ses));
    facts.exe = "/usr/sbin/sshd";
    facts.ses = model::Ses{login.ses};
    facts.auid = model::Uid{1000};
    facts.auid_name = login.account;
    const auto noted = table.note(login.host, key(ms), facts);
    join.opened(*noted.session, last_key_);
    if (!noted.session->parent_id.empty()) told_ += name(noted.session->id) + " opened, ";
    join.advance(at(ms));
  }
  // An ssh in a session; `ses` 0: in none.
  void ssh(const std::string& host, std::uint32_t ses, std::int64_t ms,
           const std::vector<std::string_view>& argv, const char* ip = kTarget,
           std::uint16_t port = 22, const char* user = "alice") {
    const std::int64_t pid = 20'000 + static_cast<std::int64_t>(serial_);
    model::EventFacts facts = facts_of("SYSCALL", pid);
    facts.exe = "/usr/bin/ssh";
    if (!argv.empty()) join.executed(host, key(ms), facts, argv);
    dial(host, ses, ms, ip, port, "/usr/bin/ssh", user, pid);
  }
  void dial(const std::string& host, std::uint32_t ses, std::int64_t ms, const char* ip,
            std::uint16_t port = 22, const char* exe = "/usr/sbin/sshd", const char* user = "alice",
            std::int64_t pid = 77) {
    model::EventFacts facts = facts_of("SYSCALL", pid);
    facts.exe = exe;
    const model::Peer peer{model::Peer::Family::inet, ip, port};
    join.dialled(host, key(ms), facts,
                 {ses == 0 ? nullptr : table.at(host, model::Ses{ses}), user, peer});
    join.advance(at(ms));
  }
  // "Connection from" in sshd's log.
  void line(const Login& login, std::int64_t ms, const char* server_ip = kTarget,
            std::uint16_t server_port = 22) {
    model::SshdLine told;
    told.time.exact = at(ms);
    told.host = login.host;
    told.pid = model::Pid{pid_of(login.ses)};
    told.src_ip = login.from;
    told.src_port = 50'000;
    told.server_ip = server_ip;
    told.server_port = server_port;
    table.note_sshd(told);
  }
  void people() {  // two on the bastion
    log_in({"b", 1, 0, kHome});
    log_in({"b", 2, 1000, "192.0.2.8", "bob"});
    join.advance(at(20'000));
  }
  session::Session& of(const std::string& host, std::uint32_t ses) {
    return *table.at(host, model::Ses{ses});
  }
  std::string all() {
    join.advance(at(100'000'000));
    return std::exchange(told_, "");
  }
  std::string told() { return std::exchange(told_, ""); }

  static base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(1'000'000 + ms); }
  session::Table table = make_table();
  HopJoin join;

 private:
  static model::EventFacts facts_of(std::string_view type, std::int64_t pid) {
    model::EventFacts facts;
    facts.type = type;
    facts.pid = model::Pid{pid};
    facts.success = true;
    return facts;
  }
  model::EventKey key(std::int64_t ms) {
    last_key_ = {1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), ++serial_};
    return last_key_;
  }
  static std::string name(const std::string& id) {
    return id.substr(0, id.find(':')) + id.substr(id.rfind(':') + 1);
  }
  void hop(const session::Session& session, const model::EventKey& login) override {
    EXPECT_EQ(login.time(), *session.opened);
    told_ += name(session.id) + "<" + name(session.parent_id) +
             (session.parent_inferred ? "?" : "") + " ";
  }

  std::uint64_t serial_ = 100;
  model::EventKey last_key_;
  std::string told_;
};

constexpr std::int64_t kNow = 30'000;

TEST(HopJoin, IsExactWhereTheLogTellsWhatWasDialled) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "alias"});
  const Script::Login login{"t", 7, kNow + 5000};  // a password was typed
  s.line(login, kNow + 90);
  s.log_in(login);
  EXPECT_EQ(s.told(), "");
  s.join.advance(Script::at(kNow + 5000 + kLatenessMs + 1001));
  EXPECT_EQ(s.told(), "t7<b1 ");
}

TEST(HopJoin, TakesAnyProgramAtItsWordWhereTheLogTells) {
  Script s;
  s.people();
  s.dial("b", 2, kNow, kTarget, 22, "/usr/bin/python3.11");
  const Script::Login login{"t", 7, kNow + 300, kBastion, "deploy"};
  s.line(login, kNow + 10);
  s.log_in(login);
  EXPECT_EQ(s.all(), "t7<b2 ");
}

TEST(HopJoin, FollowsWhatSshdForwards) {
  Script s;
  s.people();
  s.dial("b", 1, kNow, kTarget);
  const Script::Login login{"t", 7, kNow + 180};
  s.line(login, kNow + 80);
  s.log_in(login);
  s.dial("b", 2, kNow + 10'000, kTarget);
  s.log_in({"t", 8, kNow + 10'180});  // a line was lost
  EXPECT_EQ(s.all(), "t7<b1 t8<b2? ");
}

TEST(HopJoin, InfersFromTheNameOnTheCommandLine) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "T.example.org"});
  s.log_in({"t", 7, kNow + 8000});
  EXPECT_EQ(s.all(), "t7<b1? ");
}

// Somebody goes somewhere, and somebody comes from somewhere: that is no hop.
TEST(HopJoin, InfersNothingFromTimeAlone) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "git.example.org"}, "203.0.113.4");
  s.log_in({"t", 7, kNow + 200, "198.51.100.9"});
  EXPECT_EQ(s.all(), "");
}

// A password was being typed for the one with the name when the other one came.
TEST(HopJoin, KnowsThatAnotherMayGoThereByItsAddress) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "x@t"});
  s.ssh("b", 2, kNow + 1000, {"ssh", "x@10.0.1.2"}, kTarget, 22, "bob");
  s.log_in({"t", 7, kNow + 1200, kBastion, "x"});
  s.log_in({"t", 8, kNow + 9000, kBastion, "x"});
  EXPECT_EQ(s.all(), "");
}

// Somebody comes from there who has nothing to do with it.
TEST(HopJoin, InfersNothingOfAnAddressThatIsNobodysHere) {
  for (const char* from : {"198.51.100.9", kBastion}) {
    Script s;
    s.people();
    s.log_in({"w", 6, kNow, "198.51.100.9"});
    s.ssh("b", 1, kNow + 1000, {"ssh", "t"});
    s.log_in({"t", 7, kNow + 1200, from});
    EXPECT_EQ(s.all(), from == kBastion ? "t7<b1? " : "");
  }
}

// It takes a password at most so long.
TEST(HopJoin, InfersNothingThatComesTooLate) {
  for (const std::int64_t after : {10'000, 10'001}) {
    Script s;
    s.people();
    s.ssh("b", 1, kNow, {"ssh", "t"});
    s.log_in({"t", 7, kNow + after});
    EXPECT_EQ(s.all(), after == 10'000 ? "t7<b1? " : "");
  }
}

// Where somebody may still be typing a password, a later one is not the only one.
TEST(HopJoin, WaitsForWhoeverMayStillType) {
  Script s;
  s.people();
  s.ssh("b", 2, kNow, {"ssh", "x@t"}, kTarget, 22, "bob");
  s.ssh("b", 1, kNow + 50'000, {"ssh", "x@t"});
  s.log_in({"t", 7, kNow + 50'200, kBastion, "x"});
  EXPECT_EQ(s.all(), "");
}

TEST(HopJoin, LearnsAddressesOfHopsThatAreSure) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "t"});
  s.log_in({"t", 7, kNow + 200});
  s.ssh("b", 2, kNow + 20'000, {"ssh", "git.example.org"}, "203.0.113.4", 22, "bob");
  // To an address that is known now, though not by its name; and it takes its time.
  s.dial("b", 1, kNow + 21'000, kTarget);
  s.log_in({"t", 8, kNow + 29'000});
  EXPECT_EQ(s.all(), "t7<b1? t8<b1? ");
}

TEST(HopJoin, GivesNoParentWhereTwoDialledTheSame) {
  for (const bool logged : {false, true}) {
    Script s;
    s.people();
    s.ssh("b", 1, kNow, {"ssh", "x@t"});
    s.ssh("b", 2, kNow + 100, {"ssh", "-l", "x", "t"}, kTarget, 22, "bob");
    for (const std::uint32_t ses : {7U, 8U}) {
      const Script::Login login{"t", ses, kNow + 200 + ses, kBastion, "x"};
      if (logged) s.line(login, kNow + 110 + ses);
      s.log_in(login);
    }
    EXPECT_EQ(s.all(), "");
  }
}

TEST(HopJoin, TellsTwoApartByTheirAccounts) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "t"});
  s.ssh("b", 2, kNow + 1, {"ssh", "t"}, kTarget, 22, "bob");
  s.log_in({"t", 7, kNow + 200, kBastion, "bob"});
  s.log_in({"t", 8, kNow + 201, kBastion, "alice"});
  EXPECT_EQ(s.all(), "t7<b2? t8<b1? ");
}

TEST(HopJoin, TellsTwoApartByThePort) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "x@t"});
  s.ssh("b", 2, kNow + 1, {"ssh", "-p", "2222", "x@t"}, kTarget, 2222, "bob");
  const Script::Login login{"t", 7, kNow + 200, kBastion, "x"};
  s.line(login, kNow + 90, kTarget, 2222);
  s.log_in(login);
  EXPECT_EQ(s.all(), "t7<b2 ");
}

// Each connection that was dialled is one that came.
TEST(HopJoin, TellsTwoApartWhereOneCameAlready) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "x@t"});
  s.log_in({"t", 7, kNow + 200, kBastion, "x"});
  s.ssh("b", 2, kNow + 1000, {"ssh", "x@t"}, kTarget, 22, "bob");
  s.log_in({"t", 8, kNow + 1200, kBastion, "x"});
  EXPECT_EQ(s.all(), "t7<b1? t8<b2? ");
}

// One that was refused came, too.
TEST(HopJoin, CountsConnectionsThatNeverLogIn) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "x@t"});
  s.knock({"t", 6, kNow + 200, kBastion, "x"});
  s.ssh("b", 2, kNow + 1000, {"ssh", "x@t"}, kTarget, 22, "bob");
  s.log_in({"t", 7, kNow + 1200, kBastion, "x"});
  EXPECT_EQ(s.all(), "t7<b2? ");
}

TEST(HopJoin, BelievesNoOtherAccount) {
  struct Row {
    std::vector<std::string_view> argv;
    const char* user;  // who runs it
    const char* account;
    const char* expected;
  };
  const Row rows[] = {
      {{"ssh", "t"}, "alice", "alice", "t7<b1? "},
      {{"ssh", "t"}, "alice", "bob", ""},
      {{"ssh", "-l", "bob", "t"}, "alice", "bob", "t7<b1? "},
      {{"ssh", "bob@t"}, "alice", "bob", "t7<b1? "},
      {{"ssh", "bob@t"}, "alice", "alice", ""},
      {{"ssh", "t"}, "root", "alice", ""},  // sudo ssh
      {{"ssh", "t"}, "1000", "alice", "t7<b1? "},
  };
  for (const Row& row : rows) {
    Script s;
    s.people();
    s.ssh("b", 1, kNow, row.argv, kTarget, 22, row.user);
    s.log_in({"t", 7, kNow + 200, kBastion, row.account});
    EXPECT_EQ(s.all(), row.expected) << row.user << " as " << row.account;
  }
}

// What was typed was not seen: with the log it need not be.
TEST(HopJoin, NeedsNoCommandLineWhereTheLogTells) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {});
  const Script::Login login{"t", 7, kNow + 200, kBastion, "bob"};
  s.line(login, kNow + 80);
  s.log_in(login);
  EXPECT_EQ(s.all(), "t7<b1 ");
}

TEST(HopJoin, LooksForNoParentWhereTheAddressIsAnothers) {
  Script s;
  s.people();
  const Script::Login web{"w", 3, kNow, kHome};
  s.line(web, kNow, "10.0.1.3");
  s.log_in(web);
  // It dialled web01, and something came to t.
  s.ssh("b", 1, kNow + 20'000, {"ssh", "t"}, "10.0.1.3");
  s.log_in({"t", 7, kNow + 20'200});
  // It came from web01, and it was the bastion that dialled.
  s.ssh("b", 1, kNow + 40'000, {"ssh", "t"});
  s.log_in({"t", 8, kNow + 40'200, "10.0.1.3"});
  EXPECT_EQ(s.all(), "");
}

TEST(HopJoin, KnowsHopsToTheSameHost) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "localhost"}, "127.0.0.1");
  s.log_in({"b", 3, kNow + 200, "127.0.0.1"});
  s.ssh("b", 3, kNow + 20'000, {"ssh", "b"}, "10.0.0.1");
  const Script::Login again{"b", 4, kNow + 20'200, "10.0.0.1"};
  s.line(again, kNow + 20'100, "10.0.0.1");
  s.log_in(again);
  // Somebody dials elsewhere, and somebody else comes from home.
  s.ssh("b", 1, kNow + 40'000, {"ssh", "b"}, kTarget);
  s.log_in({"b", 5, kNow + 40'200, kHome});
  // Loopback is everybody's own.
  s.ssh("b", 1, kNow + 60'000, {"ssh", "localhost"}, "127.0.0.1");
  s.log_in({"t", 7, kNow + 60'200, "127.0.0.1"});
  EXPECT_EQ(s.all(), "b3<b1? b4<b3 ");
}

// At one time b goes to t and t to b, by aliases: what t dialled is where it came from.
TEST(HopJoin, KnowsTwoHostsThatDialEachOther) {
  Script s;
  s.people();
  s.log_in({"t", 7, kNow, kHome});
  s.ssh("b", 1, kNow + 20'000, {"ssh", "alias"});
  s.ssh("t", 7, kNow + 20'000, {"ssh", "alias"}, kBastion);
  s.log_in({"b", 3, kNow + 20'200, kTarget});
  EXPECT_EQ(s.all(), "");
}

TEST(HopJoin, GoesOverSeveralHosts) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "t"});
  s.log_in({"t", 7, kNow + 200});
  s.ssh("t", 7, kNow + 5000, {"ssh", "w"}, "10.0.2.3");
  s.log_in({"w", 9, kNow + 5200, "10.0.2.2"});
  EXPECT_EQ(s.all(), "t7<b1? w9<t7? ");
}

// Two clocks that are a little apart could make a session its own ancestor.
TEST(HopJoin, MakesNoSessionItsOwnAncestor) {
  Script s;
  s.log_in({"b", 1, kNow, kTarget});
  s.ssh("b", 1, kNow + 10, {"ssh", "t"});
  s.log_in({"t", 7, kNow + 20});
  s.ssh("t", 7, kNow + 30, {"ssh", "b"}, kBastion);
  const std::string told = s.all();
  EXPECT_TRUE(told == "t7<b1? " || told == "b1<t7? ") << told;
}

// What no session did is nobody's.
TEST(HopJoin, GivesNoParentToWhatADaemonDialled) {
  Script s;
  s.people();
  s.ssh("b", 0, kNow, {"ssh", "x@t"});
  s.log_in({"t", 7, kNow + 200, kBastion, "x"});
  s.ssh("b", 0, kNow + 10'000, {"ssh", "x@t"});
  s.ssh("b", 1, kNow + 10'000, {"ssh", "x@t"});
  s.log_in({"t", 8, kNow + 10'200, kBastion, "x"});
  EXPECT_EQ(s.all(), "");
}

// A password that takes long to type twice: it is decided before LOGIN.
TEST(HopJoin, IsThereWhenASessionOpensLate) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "t"});
  s.log_in({"t", 7, kNow + 1000, kBastion, "alice", 40'000});
  EXPECT_EQ(s.all(), "t7 opened, ");
}

TEST(HopJoin, AsksForNamesInVain) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow, {"ssh", "t"}, "10.0.0.53", 53);
  s.log_in({"t", 7, kNow + 200});
  EXPECT_EQ(s.all(), "");
}

TEST(HopJoin, ReadsWholeSecondsOfALog) {
  Script s;
  s.people();
  s.ssh("b", 1, kNow + 500, {"ssh", "alias"});
  const Script::Login login{"t", 7, kNow + 900};
  s.line(login, kNow);
  s.log_in(login);
  EXPECT_EQ(s.all(), "t7<b1 ");
}

TEST(HopJoin, SeesOneAddressInTwoForms) {
  Script s;
  s.people();
  s.dial("b", 1, kNow, "::ffff:10.0.1.2");
  const Script::Login login{"t", 7, kNow + 900};
  s.line(login, kNow + 10);
  s.log_in(login);
  EXPECT_EQ(s.all(), "t7<b1 ");
}

TEST(HopJoin, KeepsItsMemoryBounded) {
  Script s;
  s.people();
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(HopJoin::kMost) + 100; ++i) {
    s.dial("b", 2, kNow + i / 1000, "203.0.113.4", 80, "/usr/bin/curl");
  }
  s.ssh("b", 1, kNow + 100, {"ssh", "t"});
  s.log_in({"t", 7, kNow + 300});
  EXPECT_EQ(s.all(), "t7<b1? ");
}

TEST(HopJoin, APersonComesAlong) {
  Script s;
  s.people();
  s.of("b", 1).person = "Alice";
  const Script::Login login{"t", 9, 30'100};
  s.ssh("b", 1, 30'000, {"ssh", "t"});
  s.line(login, 30'050);
  s.log_in(login);
  s.all();
  EXPECT_EQ(s.of("t", 9).parent_id, s.of("b", 1).id);
  EXPECT_EQ(s.of("t", 9).parent_key, s.of("b", 1).key);
  EXPECT_EQ(s.of("t", 9).person, "Alice");
  EXPECT_EQ(s.of("t", 9).person_inferred, "");
}

TEST(HopJoin, APersonIsInferredWhereTheHopIs) {
  for (const bool own : {false, true}) {
    Script s;
    s.people();
    (own ? s.of("b", 1).person_inferred : s.of("b", 1).person) = "Alice";
    const Script::Login login{"t", 9, 30'100};
    s.ssh("b", 1, 30'000, {"ssh", "t"});
    if (own) s.line(login, 30'050);
    s.log_in(login);
    s.all();
    ASSERT_EQ(s.of("t", 9).parent_id, s.of("b", 1).id);
    EXPECT_EQ(s.of("t", 9).person, "");
    EXPECT_EQ(s.of("t", 9).person_inferred, "Alice");
  }
}

TEST(Hop, ASessionsOwnKeyTellsItsPerson) {
  Inbound inbound;
  inbound.parent = "b:0:1";
  inbound.caller = {"b/1.000/2", "Alice", ""};
  session::Session session;
  session.person = "Bob";
  give_parent(inbound, session);
  EXPECT_EQ(session.person, "Bob");
  EXPECT_EQ(session.person_inferred, "");
  EXPECT_EQ(session.parent_key, "b/1.000/2");
}

}  // namespace
}  // namespace auweave::correlate
