// LOGINs of processes that have a login id already, and what follows them.
#include "session/login_ids.h"

#include <gtest/gtest.h>

#include "session/table.h"

namespace auweave::session {
namespace {

class Script {
 public:
  Script() { note(login(7, 3, 1001)); }

  static model::EventFacts facts(std::string_view type, std::int64_t pid, std::string_view exe) {
    model::EventFacts made;
    made.type = type;
    made.pid = model::Pid{pid};
    made.exe = exe;
    made.success = true;
    return made;
  }
  static void put(model::EventFacts& facts, std::uint32_t ses, std::uint32_t auid) {
    facts.ses = model::Ses{ses};
    facts.auid = model::Uid{auid};
    facts.auid_name = auid == 1001 ? "alice" : "bob";
  }
  static model::EventFacts login(std::int64_t pid, std::uint32_t ses, std::uint32_t auid,
                                 std::string_view exe = "") {
    auto made = facts("LOGIN", pid, exe);
    put(made, ses, auid);
    return made;
  }
  // The process is in alice's session 3.
  static model::EventFacts relogin(std::int64_t pid, std::string_view exe = "") {
    auto made = login(pid, 4, 1002, exe);
    made.old_ses = model::Ses{3};
    made.old_auid = model::Uid{1001};
    made.old_auid_name = "alice";
    return made;
  }
  SessionMatch exec(std::int64_t pid, std::int64_t ppid, std::string_view exe,
                    std::uint32_t ses = 3, std::uint32_t auid = 1001) {
    auto made = facts("SYSCALL", pid, exe);
    made.ppid = model::Pid{ppid};
    made.executed = true;
    if (ses != 0) put(made, ses, auid);
    return note(made);
  }
  SessionMatch note(const model::EventFacts& facts) {
    ++serial_;
    return table.note("h", {1000, 0, serial_}, facts);
  }
  Table table{BootIds(), 10'000};

 private:
  std::uint64_t serial_ = 100;
};

TEST(LoginIds, OfAShellThatTakesAnotherKeepItsSession) {
  Script s;
  s.exec(20, 7, "/usr/bin/bash");
  const auto taken = s.note(Script::relogin(20));
  EXPECT_TRUE(taken.changed);
  EXPECT_EQ(taken.session->ses.value, 3U);
  EXPECT_EQ(taken.session->claimed_actor, "bob");
  const auto after = s.exec(21, 20, "/usr/bin/rm", 4, 1002);
  EXPECT_EQ(after.session, taken.session);
  EXPECT_EQ(after.session->actor, "alice");
}

TEST(LoginIds, AreJudgedByTheLoginsOwnCallToo) {
  Script s;
  EXPECT_TRUE(s.note(Script::relogin(20, "/usr/bin/tee")).changed);
  Script other;
  EXPECT_TRUE(other.note(Script::relogin(20, "/home/alice/sshd")).changed);
}

TEST(LoginIds, OfAServiceAreLogins) {
  for (const char* exe : {"/usr/sbin/sshd", "/usr/lib/openssh/sshd-session", "/usr/bin/login",
                          "/usr/sbin/crond", "/usr/libexec/gdm-session-worker"}) {
    Script s;
    const auto login = s.note(Script::relogin(30, exe));
    EXPECT_FALSE(login.changed) << exe;
    EXPECT_EQ(login.session->ses.value, 4U) << exe;
    EXPECT_EQ(login.session->actor, "bob") << exe;
    EXPECT_FALSE(login.session->login_id_unsure) << exe;
  }
}

TEST(LoginIds, AreLoginsWherePamLetTheAccountIn) {
  Script s;
  auto auth = Script::facts("USER_AUTH", 30, "/usr/sbin/vsftpd");
  Script::put(auth, 3, 1001);
  auth.account = "bob";
  s.note(auth);
  EXPECT_FALSE(s.note(Script::relogin(30)).session->login_id_unsure);
  // Root can write a USER_AUTH, too: a shell stays a shell.
  Script root;
  root.exec(30, 7, "/usr/bin/bash");
  auth.exe = "/usr/bin/bash";
  root.note(auth);
  EXPECT_TRUE(root.note(Script::relogin(30)).changed);
}

TEST(LoginIds, AreUnsureWhereNothingIsKnown) {
  Script s;
  const auto login = s.note(Script::relogin(40));
  EXPECT_EQ(login.session->actor, "bob");
  EXPECT_TRUE(login.session->login_id_unsure);
}

TEST(LoginIds, ThatWereGivenUpAreFollowed) {
  Script s;
  s.exec(20, 7, "/usr/bin/bash");
  auto unset = Script::relogin(20);
  unset.ses.reset();
  unset.auid.reset();
  unset.auid_name = {};
  EXPECT_TRUE(s.note(unset).changed);
  const auto child = s.exec(21, 20, "/usr/bin/rm", 0);
  ASSERT_NE(child.session, nullptr);
  EXPECT_EQ(child.session->actor, "alice");
  EXPECT_NE(s.exec(22, 21, "/usr/bin/cp", 0).session, nullptr);
  EXPECT_EQ(s.exec(50, 1, "/usr/bin/cp", 0).session, nullptr);
  // Its number is another process's now.
  EXPECT_EQ(s.note(Script::facts("USER_AUTH", 21, "/usr/sbin/sshd")).session, nullptr);
  EXPECT_EQ(s.exec(60, 21, "/usr/bin/id", 0).session, nullptr);
}

}  // namespace
}  // namespace auweave::session
