#include "session/table.h"

#include <gtest/gtest.h>

namespace auweave::session {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";

// A little language for records: who wrote what, when.
class Script {
 public:
  explicit Script(std::string boot = kBoot) : table(boots(std::move(boot)), 10'000) {}

  static BootIds boots(std::string boot) {
    BootIds ids;
    ids.set_first(std::move(boot));
    return ids;
  }
  model::EventFacts record(std::string_view type, std::int64_t pid) {
    model::EventFacts facts;
    facts.type = type;
    facts.pid = model::Pid{pid};
    facts.exe = "/usr/sbin/sshd";
    facts.success = true;
    return facts;
  }
  static model::EventFacts in(model::EventFacts facts, std::uint32_t ses,
                              std::uint32_t auid = 1001) {
    facts.ses = model::Ses{ses};
    facts.auid = model::Uid{auid};
    facts.auid_name = auid == 1001 ? "alice" : "bob";
    return facts;
  }
  SessionMatch note(const model::EventFacts& facts, std::int64_t ms = 0) {
    return table.note("h", {1000 + ms / 1000, static_cast<std::uint32_t>(ms % 1000), ++serial},
                      facts);
  }
  Table table;
  std::uint64_t serial = 100'000;
};

TEST(Table, TiesAConnectionToItsSession) {
  Script s;
  auto auth = s.record("USER_AUTH", 7);
  auth.address = "10.99.0.2";
  const SessionMatch before = s.note(auth);
  EXPECT_EQ(before.session, nullptr);
  EXPECT_EQ(before.connection->id, "h/7/1000000");
  auto failed = s.record("USER_LOGIN", 7);
  failed.success = false;
  failed.account = "alice";
  s.note(failed, 10);
  const SessionMatch login = s.note(Script::in(s.record("LOGIN", 7), 3), 20);
  ASSERT_TRUE(login.opened);
  EXPECT_EQ(login.session->id, "h:b27a07e8:3");
  EXPECT_EQ(login.session->src_ip, "10.99.0.2");
  EXPECT_EQ(login.session->connection_id, "h/7/1000000");
  EXPECT_EQ(login.session->failures_before, 1);
  EXPECT_EQ(login.session->actor, "alice");
  EXPECT_EQ(login.session->service, "sshd");
}

TEST(Table, ForgetsAConnectionAfterTwoMinutes) {
  Script s;
  auto auth = s.record("USER_AUTH", 7);
  auth.address = "10.99.0.2";
  s.note(auth);
  EXPECT_EQ(s.note(s.record("USER_AUTH", 7), 120'000).connection->id, "h/7/1000000");
  EXPECT_EQ(s.note(s.record("USER_AUTH", 7), 120'001).connection->id, "h/7/1120001");
  const SessionMatch late = s.note(Script::in(s.record("LOGIN", 7), 3), 400'000);
  EXPECT_EQ(late.session->connection_id, "");
  EXPECT_EQ(late.session->src_ip, "");
}

TEST(Table, OnlySshdHasConnections) {
  Script s;
  auto cron = s.record("USER_ACCT", 7);
  cron.exe = "/usr/sbin/cron";
  EXPECT_EQ(s.note(cron).connection, nullptr);
  auto newer = s.record("USER_ACCT", 8);
  newer.exe = "/usr/lib/openssh/sshd-session";
  EXPECT_NE(s.note(newer).connection, nullptr);
}

TEST(Table, ClosesWithTheUserEndOfLoginsProcessOnly) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  auto sudo = Script::in(s.record("USER_END", 9), 3);
  sudo.exe = "/usr/bin/sudo";
  EXPECT_FALSE(s.note(sudo).session->closed.has_value());
  EXPECT_TRUE(s.note(Script::in(s.record("USER_END", 7), 3), 500).session->closed.has_value());
  const SessionMatch after = s.note(Script::in(s.record("CRED_DISP", 7), 3), 501);
  EXPECT_EQ(after.session->actor, "alice");
}

TEST(Table, TellsACloseOnceWhenNothingOfTheSessionCanComeAnyMore) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  s.note(Script::in(s.record("USER_END", 7), 3), 500);
  const base::WallTime closed = *s.table.find(kBoot, model::Ses{3})->closed;
  // 10 s, and by how much a recorder's clock may be ahead.
  EXPECT_EQ(s.table.take_closed(base::WallTime::from_ms(closed.ms() + 11'000)), nullptr);
  const base::WallTime later = base::WallTime::from_ms(closed.ms() + 11'001);
  EXPECT_EQ(s.table.take_closed(later), s.table.find(kBoot, model::Ses{3}));
  EXPECT_EQ(s.table.take_closed(later), nullptr);
}

TEST(Table, EntersASessionWhoseLoginItDidNotSee) {
  Script s;
  auto sudo = Script::in(s.record("USER_START", 9), 3);
  sudo.exe = "/usr/bin/sudo";
  const SessionMatch first = s.note(sudo);
  EXPECT_TRUE(first.opened && first.session->login_unseen());
  EXPECT_EQ(first.session->service, "");
  auto start = Script::in(s.record("USER_START", 7), 3);
  start.address = "10.99.0.2";
  const SessionMatch second = s.note(start);
  EXPECT_FALSE(second.opened);
  EXPECT_EQ(second.session->src_ip, "10.99.0.2");
  EXPECT_EQ(second.session->service, "sshd");
}

TEST(Table, NeverGivesASessionToAnotherAccount) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3, 1001));
  const SessionMatch other = s.note(Script::in(s.record("SYSCALL", 50), 3, 1002));
  EXPECT_TRUE(other.opened && other.session->login_unseen());
  EXPECT_EQ(other.session->actor, "bob");
}

TEST(Table, TellsSessionsOfTwoBootsApart) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 300));
  s.note(Script::in(s.record("USER_START", 7), 300));
  s.serial = 0;  // the kernel counts from the start again
  s.note(s.record("USER_ACCT", 6));
  const SessionMatch again = s.note(Script::in(s.record("LOGIN", 7), 2));
  EXPECT_EQ(again.session->id.substr(0, 3), "h:~");
  EXPECT_EQ(again.session->boot_id, "");
  const SessionMatch old = s.note(Script::in(s.record("SYSCALL", 7), 300));
  EXPECT_TRUE(old.opened);  // not the one of before the restart
}

TEST(Table, ClosesWhatWasOpenWhenTheMachineRestarts) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  s.note(Script::in(s.record("LOGIN", 8), 4), 10);
  s.note(Script::in(s.record("USER_END", 8), 4), 5'000);
  EXPECT_EQ(s.table.take_ended()->ses.value, 4U);
  s.serial = 10;
  s.note(Script::in(s.record("LOGIN", 5), 1), 90'000);
  EXPECT_EQ(s.table.take_ended(), nullptr);
  s.note(s.record("USER_AUTH", 6), 91'000);
  const Session* lost = s.table.take_ended();
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->ses.value, 3U);
  EXPECT_EQ(lost->close_reason, "reboot");
  EXPECT_EQ(lost->closed->ms(), 1'005'000);
  EXPECT_EQ(s.table.take_ended(), nullptr);
}

model::SshdLine sshd_line(model::SshdLine::What what, std::int64_t pid) {
  model::SshdLine line;
  line.what = what;
  line.time.exact = base::WallTime::from_ms(1'000'000);
  line.pid = model::Pid{pid};
  line.src_ip = "10.99.0.2";
  line.src_port = 5000;
  return line;
}

TEST(Table, TellsARestartFromAConnectionThatBrokeBefore) {
  using What = model::SshdLine::What;
  for (const bool restarts : {false, true}) {
    Script s;
    auto auth = s.record("USER_AUTH", 7);
    auth.address = "10.99.0.2";
    s.note(auth);
    s.note(Script::in(s.record("LOGIN", 7), 3));
    s.table.note_sshd(sshd_line(What::accepted, 7));
    s.table.note_sshd(sshd_line(What::lost, 8));
    if (restarts) {
      s.serial = 10;
      s.note(s.record("USER_AUTH", 5), 90'000);
      s.note(s.record("USER_AUTH", 6), 91'000);
    } else {
      s.note(Script::in(s.record("USER_END", 7), 3), 10);
    }
    const Session* closed = s.table.take_closed(base::WallTime::from_ms(1'200'000));
    ASSERT_NE(closed, nullptr);
    EXPECT_EQ(closed->arrival.src_port(), 5000);
    EXPECT_EQ(closed->close_reason, restarts ? "reboot" : "connection-lost");
  }
}

// Its name counts for nothing, and it is no recorder.
TEST(Table, KnowsARecorderThatWasRefused) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  auto facts = Script::in(s.record("SYSCALL", 20), 3);
  facts.exe = "";
  facts.executed = true;
  facts.refused = model::Refused::own_namespaces;
  const SessionMatch match = s.note(facts, 10);
  EXPECT_FALSE(match.recorder);
  EXPECT_TRUE(match.session->recordings.empty());
  EXPECT_EQ(match.session->recordings.refused(model::Pid{20}), model::Refused::own_namespaces);
}

// Eve writes lines for all pids that come next, before alice logs in; or after, to be in doubt.
TEST(Table, TellsNoKeyOfLinesThatContradictEachOther) {
  using What = model::SshdLine::What;
  for (const bool late : {false, true}) {
    Script s;
    s.table = Table({}, 10'000, {{"SHA256:a", "Alice"}, {"SHA256:eve", "Eve"}});
    model::SshdLine honest = sshd_line(What::accepted, 7);
    honest.method = "publickey";
    honest.key = "SHA256:a";
    honest.user = "alice";
    model::SshdLine forged = honest;
    forged.key = "SHA256:eve";
    forged.src_port = 40'000;
    model::SshdLine of_bob = honest;
    of_bob.user = "bob";
    if (!late) s.table.note_sshd(forged);
    s.table.note_sshd(of_bob);
    s.table.note_sshd(honest);
    auto auth = s.record("USER_AUTH", 7);
    auth.address = "10.99.0.2";
    auth.account = "alice";
    s.note(auth);
    const SessionMatch login = s.note(Script::in(s.record("LOGIN", 7), 3));
    EXPECT_EQ(login.session->person, late ? "Alice" : "");
    EXPECT_EQ(login.session->arrival.contradicted(), !late);
    if (late) s.table.note_sshd(forged);
    EXPECT_EQ(login.session->person, "");
    EXPECT_EQ(login.session->arrival.auth_key(), "");
    EXPECT_EQ(login.session->arrival.src_port(), std::nullopt);
    EXPECT_TRUE(login.session->arrival.contradicted());
    // An hour later another connection has the pid.
    forged.time.exact = base::WallTime::from_ms(4'600'000);
    s.table.note_sshd(forged);
    s.note(auth, 3'600'000);
    const SessionMatch later = s.note(Script::in(s.record("LOGIN", 7), 4), 3'600'000);
    EXPECT_EQ(later.session->person, "Eve");
    EXPECT_FALSE(later.session->arrival.contradicted());
  }
}

// How a connection ended may be told with the rights of any account.
TEST(Table, HasNoPortFromHowAConnectionEnded) {
  using What = model::SshdLine::What;
  for (const What what : {What::shell_began, What::shell_left, What::closed, What::lost}) {
    for (const bool late : {false, true}) {
      Script s;
      auto auth = s.record("USER_AUTH", 7);
      auth.address = "10.99.0.2";
      if (!late) s.table.note_sshd(sshd_line(what, 7));
      s.note(auth);
      const SessionMatch login = s.note(Script::in(s.record("LOGIN", 7), 3));
      if (late) s.table.note_sshd(sshd_line(what, 7));
      EXPECT_EQ(login.session->arrival.src_port(), std::nullopt) << late;
    }
  }
}

TEST(Table, ClosesWhatHasNoProcessAnyMore) {
  Script s;
  for (const std::uint32_t ses : {3U, 4U, 5U}) {
    s.note(Script::in(s.record("LOGIN", 7 + ses), ses), ses == 5 ? 50'000 : 0);
  }
  s.table.end_others("another", base::WallTime::from_ms(1'070'000), {});
  EXPECT_EQ(s.table.take_ended(), nullptr);
  // 3 has a process; 5 was heard of a moment ago.
  s.table.end_others("h", base::WallTime::from_ms(1'070'000), {3});
  const Session* over = s.table.take_ended();
  ASSERT_NE(over, nullptr);
  EXPECT_EQ(over->ses.value, 4U);
  EXPECT_EQ(over->close_reason, "timeout");
  EXPECT_EQ(s.table.take_ended(), nullptr);
  s.table.end_others("h", base::WallTime::from_ms(1'080'000), {3});
  EXPECT_EQ(s.table.take_ended(), nullptr);
}

TEST(Table, RemembersWhomASessionActedAsAndWhereItWentTo) {
  Script s;
  const SessionMatch login = s.note(Script::in(s.record("LOGIN", 7), 3));
  auto start = Script::in(s.record("USER_START", 20), 3);
  start.exe = "/usr/bin/sudo";
  start.account = "root";
  s.note(start, 10);
  s.note(start, 20);
  start.exe = "/usr/bin/su";
  start.account = "bob";
  start.success = false;
  s.note(start, 30);
  EXPECT_EQ(login.session->effective_users, std::vector<std::string>{"root"});
  Table::note_target(*login.session, "t:22/ssh", base::WallTime::from_ms(1'000'040));
  Table::note_target(*login.session, "t:22/ssh", base::WallTime::from_ms(1'000'050));
  s.note(Script::in(s.record("USER_END", 7), 3), 100);
  Table::note_target(*login.session, "late:22/ssh", base::WallTime::from_ms(1'005'000));
  EXPECT_EQ(login.session->targets, std::vector<std::string>{"t:22/ssh"});
}

TEST(Table, DoesNotTakeOneDamagedSerialForARestart) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 300));
  const std::uint64_t good = s.serial;
  s.serial = 900'000;
  s.note(s.record("USER_ACCT", 6));
  s.serial = good;
  EXPECT_FALSE(s.note(Script::in(s.record("SYSCALL", 7), 300)).opened);
  s.serial = 3;
  s.note(s.record("USER_ACCT", 6));
  s.serial = good + 1;
  EXPECT_FALSE(s.note(Script::in(s.record("SYSCALL", 7), 300)).opened);
}

TEST(Table, NeverGivesASessionTwice) {
  Script s;
  const std::string first = s.note(Script::in(s.record("LOGIN", 7), 3)).session->id;
  EXPECT_NE(s.note(Script::in(s.record("LOGIN", 9), 3), 900).session->id, first);
}

TEST(Table, DoesNotTellAHostsRecordingFromAnothers) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  s.table.note("other", {1000, 0, 5}, Script::in(s.record("LOGIN", 7), 3, 1002));
  EXPECT_EQ(s.table.find(kBoot, model::Ses{3}), nullptr);
}

TEST(Table, GivesCronNoSshdsAddress) {
  Script s;
  auto failed = s.record("USER_AUTH", 500);
  failed.address = "6.6.6.6";
  s.note(failed);
  auto cron = Script::in(s.record("LOGIN", 500), 3);
  cron.exe = "/usr/sbin/cron";
  EXPECT_EQ(s.note(cron, 100).session->src_ip, "");
  auto other = s.record("USER_AUTH", 500);
  other.address = "7.7.7.7";
  EXPECT_EQ(s.note(other, 200).connection->id, "h/500/1000200");
}

TEST(Table, WithoutABootIdNamesSessionsByTheirFirstRecord) {
  Script a("");
  Script b("");
  const std::string first = a.note(Script::in(a.record("LOGIN", 7), 3)).session->id;
  EXPECT_EQ(first.size(), std::string("h:~1234567:3").size());
  EXPECT_EQ(b.note(Script::in(b.record("LOGIN", 7), 3)).session->id, first);
  EXPECT_NE(b.note(Script::in(b.record("LOGIN", 8), 3), 5).session->id, first);
}

TEST(Table, FindsASessionByBootWhateverTheHostIsCalled) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  ASSERT_NE(s.table.find(kBoot, model::Ses{3}), nullptr);
  EXPECT_EQ(s.table.find(kBoot, model::Ses{4}), nullptr);
  EXPECT_EQ(s.table.find("00000000-0000-0000-0000-000000000000", model::Ses{3}), nullptr);
}

TEST(Table, KnowsTheRecorder) {
  Script s;
  s.note(Script::in(s.record("LOGIN", 7), 3));
  auto exec = Script::in(s.record("SYSCALL", 21), 3);
  exec.exe = "/usr/bin/tlog-rec-session";
  exec.executed = true;
  const SessionMatch noted = s.note(exec, 5);
  EXPECT_TRUE(noted.recorder);
  ASSERT_EQ(noted.session->recordings.all().size(), 1U);
  EXPECT_EQ(noted.session->recordings.all()[0].serial, s.serial);
  exec.exe = "/tmp/tlog-rec-session";  // a name is not enough
  EXPECT_FALSE(s.note(exec).recorder);
}

TEST(Table, KeepsItsMemoryBounded) {
  Script s;
  for (std::uint32_t ses = 1; ses <= Table::kMostSessions + 1000; ++ses) {
    s.note(Script::in(s.record("LOGIN", 7), ses), ses);
  }
  EXPECT_EQ(s.table.find(kBoot, model::Ses{1}), nullptr);
  EXPECT_TRUE(s.table.unknown("h", model::Ses{1}));
  EXPECT_NE(s.table.find(kBoot, model::Ses{5000}), nullptr);
}

TEST(BootIds, TakeTheLatestThatBeganBefore) {
  BootIds ids;
  ids.learn("second", base::WallTime::from_ms(2000));
  ids.learn("first", base::WallTime::from_ms(1000));
  ids.learn("first", base::WallTime::from_ms(1010));
  EXPECT_EQ(ids.at("h", base::WallTime::from_ms(999), 0, {}), "");
  EXPECT_EQ(ids.at("h", base::WallTime::from_ms(1000), 0, {}), "first");
  EXPECT_EQ(ids.at("h", base::WallTime::from_ms(2000), 1, {}), "second");
  // A machine that restarted after 1500 is in none that began before.
  EXPECT_EQ(ids.at("h", base::WallTime::from_ms(1600), 1, base::WallTime::from_ms(1500)), "");
  ids.set_first("given");
  EXPECT_EQ(ids.at("h", base::WallTime::from_ms(2000), 0, {}), "given");
  EXPECT_EQ(ids.at("h", base::WallTime::from_ms(2000), 1, {}), "second");
}

// Of two hosts in one log each has its own, and one that is nobody's is any host's.
TEST(BootIds, AreOfTheirHost) {
  BootIds ids;
  ids.learn("bastion's", base::WallTime::from_ms(1000), "bastion01");
  ids.learn("target's", base::WallTime::from_ms(2000), "target01");
  EXPECT_EQ(ids.at("bastion01", base::WallTime::from_ms(3000), 0, {}), "bastion's");
  EXPECT_EQ(ids.at("target01", base::WallTime::from_ms(3000), 0, {}), "target's");
  EXPECT_EQ(ids.at("web01", base::WallTime::from_ms(3000), 0, {}), "");
  ids.learn("somebody's", base::WallTime::from_ms(500));
  EXPECT_EQ(ids.at("web01", base::WallTime::from_ms(3000), 0, {}), "somebody's");
}

}  // namespace
}  // namespace auweave::session
