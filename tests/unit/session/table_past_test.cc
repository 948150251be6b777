// A table that starts in mid-life: what it learns of before, and what is told of that. A little
// language: each step is one thing that happens, and says what the table says of it.
#include <gtest/gtest.h>

#include <sstream>

#include "session/table.h"

namespace auweave::session {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
constexpr std::int64_t kNow = 2'000'000;  // ms; the past is before it

struct Step {
  const char* what;  // login, exec, end, start; live, begin; none: look only
  std::int64_t ms = 0;
  std::uint32_t ses = 3;
  std::int64_t pid = 7;
};

class Script {
 public:
  Script() : table(boots(), 10'000) {}

  static BootIds boots() {
    BootIds ids;
    ids.set_live(kBoot);
    return ids;
  }

  SessionMatch run(const Step& step) {
    const std::string what = step.what;
    model::EventFacts facts;
    facts.ses = model::Ses{step.ses};
    facts.auid = model::Uid{1001};
    facts.auid_name = "alice";
    facts.pid = model::Pid{step.pid};
    facts.success = true;
    facts.exe = what == "exec" ? "/usr/bin/id" : "/usr/sbin/sshd";
    facts.executed = what == "exec";
    facts.type = what == "login" ? "LOGIN" : what == "end" ? "USER_END" : "SYSCALL";
    if (what == "record") {
      facts.exe = "/usr/bin/tlog-rec-session";
      facts.executed = true;
    }
    const std::int64_t ms = step.ms;
    return table.note("h", {ms / 1000, static_cast<std::uint32_t>(ms % 1000), ++serial}, facts);
  }
  void learn(const std::vector<Known>& live) {
    table.learn_live("h", base::WallTime::from_ms(kNow), live);
    table.begin_after_past();
  }
  const Session& session(std::uint32_t ses = 3) { return *table.find(kBoot, model::Ses{ses}); }

  Table table;
  std::uint64_t serial = 100'000;
};

Known known(std::uint32_t ses = 3) {
  Known one;
  one.ses = model::Ses{ses};
  one.auid = model::Uid{1001};
  one.actor = "alice";
  one.service = "sshd";
  one.tty = "pts/1";
  one.src_ip = "10.99.0.2";
  one.login_pid = model::Pid{7};
  return one;
}

KnownRecorder recorder(std::int64_t pid, std::optional<model::Pid> around = std::nullopt) {
  return {model::Pid{pid}, 0x2e4df, base::WallTime::from_ms(kNow - 500), around};
}

TEST(Past, OpenSessionsAreToldOnceWithTheirNextEvent) {
  Script s;
  s.run({"login", 1000});
  s.learn({known()});
  const SessionMatch first = s.run({"exec", kNow + 1, 3, 9});
  EXPECT_FALSE(first.opened);
  EXPECT_TRUE(first.resumed);
  EXPECT_FALSE(first.session->login_unseen());
  EXPECT_EQ(first.session->src_ip, "10.99.0.2");
  EXPECT_FALSE(s.run({"exec", kNow + 2, 3, 9}).resumed);
}

TEST(Past, ASessionThatOnlyTheSystemKnowsHasNoLogin) {
  Script s;
  s.learn({known()});
  const SessionMatch first = s.run({"exec", kNow + 1, 3, 9});
  EXPECT_FALSE(first.opened);
  EXPECT_TRUE(first.resumed);
  EXPECT_TRUE(first.session->login_unseen());
  EXPECT_EQ(first.session->id, "h:b27a07e8:3");
  EXPECT_EQ(first.session->actor, "alice");
  EXPECT_EQ(first.session->src_ip, "10.99.0.2");
  EXPECT_EQ(first.session->service, "sshd");
  EXPECT_EQ(first.session->tty, "pts/1");
  // The kernel says which process its end is of.
  EXPECT_TRUE(s.run({"end", kNow + 2}).session->closed.has_value());
  EXPECT_NE(s.table.take_closed(base::WallTime::from_ms(kNow + 20'000)), nullptr);
}

TEST(Past, WhatClosedThenIsNotToldAgain) {
  Script s;
  s.run({"login", 1000});
  s.run({"end", 2000});
  s.learn({});
  EXPECT_EQ(s.table.take_closed(base::WallTime::from_ms(kNow)), nullptr);
  const SessionMatch late = s.run({"exec", kNow + 1, 3, 9});
  EXPECT_FALSE(late.resumed);
  EXPECT_EQ(late.session->actor, "alice");
}

TEST(Past, ASessionWithoutAProcessIsOver) {
  Script s;
  s.run({"login", 1000, 3});
  s.run({"record", 1001, 3, 21});
  s.run({"login", 1000, 4, 8});
  s.run({"record", 1001, 4, 22});
  s.learn({known(4)});
  const auto open = s.table.recorded_and_open();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0]->ses.value, 4U);
  EXPECT_EQ(s.session(3).actor, "alice");  // for chunks that come late
}

TEST(Past, ASessionOfTheLastMomentIsNotOverBecauseTheSystemWasLookedAtBefore) {
  Script s;
  s.run({"login", kNow - 10});
  s.run({"record", kNow - 5, 3, 21});
  s.learn({});
  EXPECT_EQ(s.table.recorded_and_open().size(), 1U);
}

TEST(Past, LoginMayStillCome) {
  Script s;
  s.learn({known()});
  const SessionMatch login = s.run({"login", kNow + 1});
  EXPECT_TRUE(login.opened);
  EXPECT_FALSE(login.resumed);
  EXPECT_FALSE(login.session->login_unseen());
}

TEST(Past, AnotherAccountsSessionIsNotTheSame) {
  Script s;
  s.run({"login", 1000});
  Known other = known();
  other.auid = model::Uid{1002};
  other.actor = "bob";
  s.learn({other});
  EXPECT_EQ(s.session().actor, "bob");
  EXPECT_TRUE(s.session().login_unseen());
}

TEST(Past, TheLogKnowsBetter) {
  Script s;
  s.run({"login", 1000});
  s.run({"record", 1500, 3, 21});
  Known live = known();
  live.actor = "renamed";
  live.recorders = {recorder(21)};
  s.learn({live});
  EXPECT_EQ(s.session().actor, "alice");
  ASSERT_EQ(s.session().recordings.all().size(), 1U);
  EXPECT_EQ(s.session().recordings.all()[0].serial, s.serial);
}

TEST(Past, ARecorderThatRunsVouchesForItsRecordingByName) {
  Script s;
  Known live = known();
  live.recorders = {recorder(0x62ea)};
  s.learn({live});
  Session* session = s.table.find(kBoot, model::Ses{3});
  const std::string rec = "b27a07e823694d33b1e5af691b3ff37d-62ea-2e4df";
  Recording* found = session->recordings.vouched(model::Pid{0x62ea}, rec, {});
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->has_recorder());
  EXPECT_EQ(found->id(session->id), "h:b27a07e8:3/" + rec);
  const std::string other = "b27a07e823694d33b1e5af691b3ff37d-62ea-2e4e0";
  EXPECT_EQ(session->recordings.vouched(model::Pid{0x62ea}, other, base::WallTime::from_ms(kNow)),
            nullptr);
  // Its processes are in it, and so are their children.
  EXPECT_EQ(session->recordings.outermost(model::Pid{99}), found);
}

TEST(Past, RecordersInsideEachOther) {
  Script s;
  Known live = known();
  live.recorders = {recorder(21), recorder(31, model::Pid{21})};
  live.processes = {{model::Pid{7}, std::nullopt}, {model::Pid{41}, model::Pid{31}}};
  s.learn({live});
  const Recordings& recordings = s.session().recordings;
  ASSERT_EQ(recordings.all().size(), 2U);
  EXPECT_EQ(recordings.all()[1].outer, recordings.all()[0].serial);
  EXPECT_EQ(recordings.outermost(model::Pid{41}), recordings.all().data());
}

TEST(Past, ARecorderFoundRunningWhoseExecveComesAfterAllIsOne) {
  Script s;
  Known live = known();
  live.recorders = {recorder(21)};
  live.processes = {{model::Pid{41}, model::Pid{21}}};
  s.learn({live});
  EXPECT_TRUE(s.run({"record", kNow + 1, 3, 21}).recorder);
  const Recordings& recordings = s.session().recordings;
  ASSERT_EQ(recordings.all().size(), 1U);
  EXPECT_EQ(recordings.all()[0].serial, s.serial);
  EXPECT_EQ(recordings.outermost(model::Pid{41}), recordings.all().data());
  // Another process with its pid, later.
  s.run({"record", kNow + 60'000, 3, 21});
  EXPECT_EQ(recordings.all().size(), 2U);
}

TEST(Past, SessionsThatAreOverAreForgottenInTime) {
  Script s;
  s.run({"login", 1000});
  s.learn({});
  s.run({"login", kNow + Table::kKeepClosedMs, 4, 8});
  EXPECT_EQ(s.table.find(kBoot, model::Ses{3}), nullptr);
}

}  // namespace
}  // namespace auweave::session
