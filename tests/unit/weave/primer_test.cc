// What a log of before does to a session table, line by line. tests/property/past has the whole: every
// capture, cut anywhere.
#include "weave/primer.h"

#include <gtest/gtest.h>

#include "audit/accounts.h"
#include "audit/interpreter.h"
#include "meaning/meaning.h"

namespace auweave::weave {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";

struct Rig {
  explicit Rig(std::int64_t boot_began_s = 0)
      : primer({"h", base::WallTime::from_ms(boot_began_s * 1000)}, decoder, interpreter, table) {}

  static session::BootIds boots() {
    session::BootIds ids;
    ids.set_live(kBoot);
    return ids;
  }
  static std::string head(const std::string& type, std::int64_t second, int serial) {
    return "type=" + type + " msg=audit(" + std::to_string(second) +
           ".000:" + std::to_string(serial) + "): ";
  }
  void log(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) primer.line(line);
  }
  const session::Session* find(std::uint32_t ses) { return table.find(kBoot, model::Ses{ses}); }

  audit::NoAccounts nobody;
  audit::AuparseDecoder decoder{meaning::wants_normalized};
  audit::Interpreter interpreter{nobody};
  session::Table table{boots(), 10'000};
  Primer primer;
};

std::vector<std::string> login(std::int64_t second, int serial, int ses) {
  const std::string of = "auid=1001 ses=" + std::to_string(ses);
  return {
      Rig::head("USER_AUTH", second, serial) +
          "pid=7 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:authentication acct=\"alice\" "
          "exe=\"/usr/sbin/sshd\" addr=10.99.0.2 terminal=ssh res=success'",
      Rig::head("LOGIN", second, serial + 1) +
          "pid=7 uid=0 old-auid=4294967295 auid=1001 tty=(none) old-ses=4294967295 ses=" +
          std::to_string(ses) + " res=1",
      Rig::head("SYSCALL", second, serial + 1) +
          "arch=c000003e syscall=1 success=yes exit=4 ppid=1 pid=7 " + of +
          " uid=0 euid=0 tty=(none) comm=\"sshd\" exe=\"/usr/sbin/sshd\" key=(null)",
      Rig::head("PROCTITLE", second, serial + 1) + "proctitle=\"sshd\""};
}

std::vector<std::string> exec(std::int64_t second, int serial, const std::string& exe, int pid,
                              int parent) {
  return {Rig::head("SYSCALL", second, serial) +
              "arch=c000003e syscall=59 success=yes exit=0 items=1 ppid=" + std::to_string(parent) +
              " pid=" + std::to_string(pid) +
              " auid=1001 uid=1001 euid=1001 tty=pts1 ses=3 comm=\"x\" exe=\"" + exe +
              "\" key=\"exec\"",
          Rig::head("EXECVE", second, serial) + "argc=1 a0=\"x\"",
          Rig::head("CWD", second, serial) + "cwd=\"/\"",
          Rig::head("PROCTITLE", second, serial) + "proctitle=\"x\""};
}

TEST(Primer, EntersASessionWithItsConnection) {
  Rig rig;
  rig.log(login(1000, 10, 3));
  rig.primer.finish("");
  const session::Session* session = rig.find(3);
  ASSERT_NE(session, nullptr);
  EXPECT_EQ(session->src_ip, "10.99.0.2");
  EXPECT_EQ(session->connection_id, "h/7/1000000");
  EXPECT_EQ(session->auth_method, "password");
  EXPECT_EQ(session->opened, base::WallTime::from_ms(1'000'000));
}

// Whether the session had to be recorded is judged by them.
TEST(Primer, LearnsOfTheShellAndTheRecorderOfASession) {
  for (const char* exe : {"/usr/bin/bash", "/usr/bin/script", "/usr/bin/id"}) {
    Rig rig;
    rig.log(login(1000, 10, 3));
    rig.log(exec(1001, 20, "/usr/bin/env", 8, 7));
    rig.log(exec(1002, 21, exe, 9, 8));
    rig.primer.finish("");
    EXPECT_EQ(rig.find(3)->has_shell, exe == std::string("/usr/bin/bash"));
    EXPECT_EQ(rig.find(3)->recorder_ran, exe == std::string("/usr/bin/script"));
  }
}

TEST(Primer, AnotherBootsRecordsDoNotCount) {
  Rig rig(2000);
  rig.log(login(1000, 10, 3));
  rig.log(login(2001, 10, 4));
  rig.primer.finish("");
  EXPECT_EQ(rig.find(3), nullptr);
  EXPECT_NE(rig.find(4), nullptr);
}

TEST(Primer, StopsAtTheFirstRecordThatIsTheWeavers) {
  Rig rig;
  const auto second = login(1001, 20, 4);
  rig.log(login(1000, 10, 3));
  rig.log(second);
  rig.log(login(1002, 30, 5));
  rig.primer.finish(second[0]);
  EXPECT_NE(rig.find(3), nullptr);
  EXPECT_EQ(rig.find(4), nullptr);
  EXPECT_EQ(rig.find(5), nullptr);
  EXPECT_EQ(rig.primer.counts().overlap, 8U);
}

// RAW in the log, ENRICHED as a record: what counts is which record it is.
TEST(Primer, KnowsTheFirstRecordByItsStamp) {
  Rig rig;
  const auto second = login(1001, 20, 4);
  rig.log(login(1000, 10, 3));
  rig.log(second);
  rig.primer.finish(second[0] + "\x1DUID=\"root\"");
  EXPECT_EQ(rig.find(4), nullptr);
}

TEST(Primer, AnEventThatBeganBeforeCountsWhole) {
  Rig rig;
  const auto lines = login(1000, 10, 3);
  rig.log(lines);
  rig.primer.finish(lines[2]);  // the weaver gets its SYSCALL, and not its LOGIN
  ASSERT_NE(rig.find(3), nullptr);
  EXPECT_FALSE(rig.find(3)->login_unseen());
}

TEST(Primer, KnowsRecordersAndWhoRunsInThem) {
  Rig rig;
  rig.log(login(1000, 10, 3));
  rig.log(exec(1001, 20, "/usr/bin/tlog-rec-session", 21, 8));
  rig.log(exec(1001, 21, "/usr/bin/bash", 22, 21));
  rig.log(exec(1002, 22, "/usr/bin/tlog-rec-session", 31, 30));  // its fork left no record
  rig.log(exec(1002, 23, "/usr/bin/bash", 32, 31));
  rig.primer.finish("");
  const session::Session* session = rig.find(3);
  const auto& recordings = session->recordings.all();
  ASSERT_EQ(recordings.size(), 2U);
  EXPECT_EQ(recordings[1].outer, recordings[0].serial);
  EXPECT_EQ(session->recordings.outermost(model::Pid{32}), recordings.data());
  EXPECT_EQ(session->first_exec, base::WallTime::from_ms(1'001'000));
}

TEST(Primer, PassesOverWhatChangesNothing) {
  Rig rig;
  rig.log(login(1000, 10, 3));
  rig.log(exec(1001, 20, "/usr/bin/bash", 22, 21));
  for (int i = 0; i < 100; ++i) rig.log(exec(1002, 100 + i, "/usr/bin/id", 100 + i, 22));
  rig.primer.finish("");
  EXPECT_EQ(rig.primer.counts().lines, 4U + 4U + 400U);
  EXPECT_EQ(rig.primer.counts().assembled, 4U + 4U);
}

TEST(Primer, BearsWhatIsBroken) {
  Rig rig;
  rig.log({"", "type=", "node=", "node=x", "type=LOGIN", "type=LOGIN msg=audit(", "\x1D",
           "type=SYSCALL msg=audit(1000.000:9):", "type=LOGIN msg=audit(x): pid=1 ses=3",
           std::string("type=LOGIN msg=audit(1.000:1): \0", 32)});
  rig.log(login(1000, 10, 3));
  rig.primer.finish("no record");
  EXPECT_NE(rig.find(3), nullptr);
  EXPECT_EQ(rig.table.all().size(), 1U);
}

// A machine that gathers the records of others must not take their sessions for its own.
TEST(Primer, KnowsWhatThisMachineIsCalled) {
  const auto own = [](const std::vector<std::string>& nodes, const std::string& first = "") {
    Rig rig;
    for (const std::string& node : nodes) {
      rig.log({(node.empty() ? "" : "node=" + node + " ") +
               "type=USER_ACCT msg=audit(1000.000:9): pid=1 uid=0 res=success"});
    }
    rig.primer.finish(first);
    return rig.primer.own_host().value_or("none");
  };
  EXPECT_EQ(own({}), "h");
  EXPECT_EQ(own({""}), "h");
  EXPECT_EQ(own({"n1", "n1"}), "n1");
  EXPECT_EQ(own({"n1", ""}), "h");
  EXPECT_EQ(own({"n1", "h", "n2"}), "h");
  EXPECT_EQ(own({"n1", "n2"}), "none");
  EXPECT_EQ(own({}, "node=n1 type=USER_ACCT msg=audit(1000.000:9): pid=1"), "n1");
}

}  // namespace
}  // namespace auweave::weave
