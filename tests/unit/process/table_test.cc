#include "process/table.h"

#include <gtest/gtest.h>

#include "base/state.h"

namespace auweave::process {
namespace {

// Events as rows; what the table makes of each is told as "own < parent", a program as
// "exe:command", with "@MS" for its execve where it is known to be its own.
class Script {
 public:
  struct Event {
    std::int64_t ms = 0;
    std::int64_t pid = 0;
    std::int64_t ppid = 0;  // 0: the record has none
    std::string exe = "/bin/bash";
    std::string command = {};  // of an execve
    std::uint32_t ses = 7;     // 0: unset
    std::string user = "alice";
    bool ended = false;
    std::string host = "h";
    std::uint64_t restarts = 0;
    bool entrance = false;
  };

  std::string operator()(const Event& event) {
    ProcessReport told;
    told.host = event.host;
    told.restarts = event.restarts;
    told.entrance = event.entrance;
    told.pid = model::Pid{event.pid};
    if (event.ppid != 0) told.ppid = model::Pid{event.ppid};
    if (event.ses != 0) told.ses = model::Ses{event.ses};
    told.key.sec = event.ms / 1000;
    told.key.ms = static_cast<std::uint32_t>(event.ms % 1000);
    told.exe = event.exe;
    told.user = event.user;
    told.command = event.command;
    told.executed = !event.command.empty();
    told.ended = event.ended;
    const Family family = table.note(told);
    return said(family.own) + " < " + said(family.parent);
  }

  Table table;

 private:
  static std::string said(const Program* program) {
    if (program == nullptr) return "?";
    std::string text = program->exe;
    if (!program->command.empty()) text += ":" + program->command;
    if (program->execve.has_value()) text += "@" + std::to_string(program->execve->time().ms());
    return text;
  }
};

TEST(ProcessTable, AParentIsKnownFromItsExecve) {
  Script s;
  EXPECT_EQ(s({1, 10, 1, "/bin/bash", "-bash"}), "/bin/bash:-bash@1 < ?");
  EXPECT_EQ(s({2, 11, 10, "/bin/cat", "cat /etc/shadow"}),
            "/bin/cat:cat /etc/shadow@2 < /bin/bash:-bash@1");
  EXPECT_EQ(s({3, 11, 10, "/bin/cat"}), "/bin/cat:cat /etc/shadow@2 < /bin/bash:-bash@1");
}

TEST(ProcessTable, AnExecveTakesThePlaceOfTheLast) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  s({2, 11, 10, "/bin/sudo", "sudo -i"});
  EXPECT_EQ(s({3, 11, 10, "/bin/bash", "bash"}), "/bin/bash:bash@3 < /bin/bash:-bash@1");
  EXPECT_EQ(s({4, 12, 11, "/bin/id", "id"}), "/bin/id:id@4 < /bin/bash:bash@3");
}

TEST(ProcessTable, AForkRunsWhatItsParentRuns) {
  Script s;
  s({1, 10, 1, "/bin/bash", "bash x.sh"});
  EXPECT_EQ(s({2, 11, 10, "/bin/bash"}), "/bin/bash:bash x.sh < /bin/bash:bash x.sh@1");
  EXPECT_EQ(s({3, 12, 11, "/bin/ls", "ls"}), "/bin/ls:ls@3 < /bin/bash:bash x.sh");
}

TEST(ProcessTable, OfAProcessThatWasThereBeforeTheProgramIsKnown) {
  Script s;
  EXPECT_EQ(s({1, 10, 1, "/bin/bash"}), "/bin/bash < ?");
  EXPECT_EQ(s({2, 11, 10, "/bin/ls", "ls"}), "/bin/ls:ls@2 < /bin/bash");
}

TEST(ProcessTable, APidThatIsAnothersIsNotTheOldOne) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  s({2, 11, 10, "/bin/cat", "cat a"});
  EXPECT_EQ(s({3, 11, 20, "/bin/cat"}), "/bin/cat < ?") << "another parent";
  s({4, 11, 10, "/bin/cat", "cat a"});
  EXPECT_EQ(s({5, 11, 1, "/bin/cat"}), "/bin/cat:cat a@4 < ?") << "an orphan is the same";
  s({6, 12, 10, "/bin/cat", "cat b"});
  EXPECT_EQ(s({7, 12, 10, "/bin/dog"}), "/bin/dog < /bin/bash:-bash@1") << "another program";
}

// Whoever forks often enough gets the pid of a process of root's that is gone.
TEST(ProcessTable, AParentIsOfTheSameSession) {
  Script s;
  s({1, 5, 1, "/sbin/sshd", "sshd -D", 0});
  EXPECT_EQ(s({2, 10, 5, "/bin/bash", "-bash", 7}), "/bin/bash:-bash@2 < ?");
  EXPECT_EQ(s({3, 11, 10, "/bin/id", "id", 8}), "/bin/id:id@3 < ?");
  EXPECT_EQ(s({4, 12, 10, "/bin/id", "id", 0}), "/bin/id:id@4 < ?");
  EXPECT_EQ(s({5, 6, 5, "/bin/sh", "sh", 0}), "/bin/sh:sh@5 < /sbin/sshd:sshd -D@1")
      << "neither is in one";
}

TEST(ProcessTable, OneOfNoSessionIsThatOfWhatASessionBeganWith) {
  Script s;
  s({1, 5, 1, "/sbin/cron", "cron", 0});
  EXPECT_EQ(s({2, 10, 5, "/sbin/cron", "", 7, "root", false, "h", 0, true}),
            "/sbin/cron:cron < /sbin/cron:cron@1");
  s({3, 1, 0, "/sbin/init", "init", 0});
  EXPECT_EQ(s({4, 11, 1, "/bin/sh", "sh", 7}), "/bin/sh:sh@4 < /sbin/init:init@3") << "an orphan";
}

TEST(ProcessTable, WhatHasEndedIsNobodysParent) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  EXPECT_EQ(s({2, 10, 1, "/bin/bash", "", 7, "alice", true}), "/bin/bash:-bash@1 < ?");
  EXPECT_EQ(s({3, 11, 10, "/bin/id", "id"}), "/bin/id:id@3 < ?");
  EXPECT_EQ(s({4, 10, 1, "/bin/dash", "dash"}), "/bin/dash:dash@4 < ?");
  EXPECT_EQ(s({5, 11, 10, "/bin/id"}), "/bin/id:id@3 < /bin/dash:dash@4");
}

TEST(ProcessTable, AnEventThatComesLateBringsNothingBack) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  s({5, 10, 1, "/bin/bash", "", 7, "alice", true});
  EXPECT_EQ(s({3, 10, 1, "/bin/bash"}), "/bin/bash:-bash@1 < ?");
  EXPECT_EQ(s({6, 11, 10, "/bin/id", "id"}), "/bin/id:id@6 < ?");
}

TEST(ProcessTable, AUserThatAnEventDoesNotSayStays) {
  Table table;
  ProcessReport told;
  told.pid = model::Pid{10};
  told.exe = "/bin/sudo";
  told.user = "root";
  table.note(told);
  told.user = "";
  EXPECT_EQ(table.note(told).own->user, "root");
}

TEST(ProcessTable, AnEventThatComesLateChangesNothing) {
  Script s;
  s({5, 10, 1, "/bin/bash", "-bash"});
  s({9, 11, 10, "/bin/cat", "cat a"});
  EXPECT_EQ(s({4, 11, 10, "/bin/bash"}), "? < ?") << "before the parent's own execve";
  EXPECT_EQ(s({8, 11, 10, "/bin/bash"}), "? < /bin/bash:-bash@5");
  EXPECT_EQ(s({10, 11, 10, "/bin/cat"}), "/bin/cat:cat a@9 < /bin/bash:-bash@5");
}

TEST(ProcessTable, HostsHavePidsOfTheirOwnAndBeginAnewWithEachStart) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  EXPECT_EQ(s({2, 11, 10, "/bin/id", "id", 7, "a", false, "other"}), "/bin/id:id@2 < ?");
  EXPECT_EQ(s({3, 11, 10, "/bin/id", "id", 7, "a", false, "h", 1}), "/bin/id:id@3 < ?");
  EXPECT_EQ(s({4, 11, 10, "/bin/id", "id"}), "/bin/id:id@4 < /bin/bash:-bash@1");
}

TEST(ProcessTable, WithoutAPidNothingIsKnown) {
  Table table;
  ProcessReport told;
  told.exe = "/bin/bash";
  EXPECT_EQ(table.note(told).own, nullptr);
  EXPECT_EQ(table.size(), 0U);
}

TEST(ProcessTable, StaysWithinItsBounds) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  s({1, 20, 1, "/bin/bash", "bash"});
  s({1, 30, 1, "/bin/dash", "dash"});
  s({2, 21, 20, "/bin/id", "id"});
  const std::string all(10'000, 'x');
  for (std::int64_t i = 0; i < 3 * static_cast<std::int64_t>(Table::kMost); ++i) {
    s({2, 100'000 + i, 10, "/bin/echo", i % 2 == 0 ? all : "echo"});
    ASSERT_LE(s.table.size(), 2 * Table::kMost);
    ASSERT_LE(s.table.bytes(), Table::kMostBytes);
  }
  EXPECT_EQ(s({3, 9, 10, "/bin/id", "id"}), "/bin/id:id@3 < /bin/bash:-bash@1")
      << "a shell that starts programs is kept";
  EXPECT_EQ(s({3, 22, 20, "/bin/id", "id"}), "/bin/id:id@3 < /bin/bash:bash@1")
      << "one that is silent, too";
  EXPECT_EQ(s({3, 31, 30, "/bin/id", "id"}), "/bin/id:id@3 < ?");
  EXPECT_EQ(s({4, 8, 100'000, "/bin/id", "id"}), "/bin/id:id@4 < ?");
}

// A line may be megabytes long, whatever a kernel writes.
TEST(ProcessTable, OneThatIsLargerThanAllIsCut) {
  Script s;
  const std::string huge(2 * Table::kMostBytes, 'x');
  EXPECT_EQ(s({1, 10, 1, huge}), std::string(Table::kMostText, 'x') + " < ?");
  EXPECT_EQ(s({2, 11, 10, huge, huge}).size(), 2 * Table::kMostText + 3 + Table::kMostText + 3);
  EXPECT_LE(s.table.bytes(), Table::kMostBytes);
  EXPECT_EQ(s({3, 10, 1, huge}), std::string(Table::kMostText, 'x') + " < ?") << "still itself";
}

TEST(ProcessTable, ACommandIsCutBetweenCharacters) {
  Script s;
  std::string command(Table::kMostText - 1, 'x');
  command += "\xC3\xA4";
  s({1, 10, 1, "/bin/echo", command});
  const std::string said = s({2, 10, 1, "/bin/echo"});
  EXPECT_EQ(said, "/bin/echo:" + std::string(Table::kMostText - 1, 'x') + "@1 < ?");
}

TEST(ProcessTable, GoesOnFromItsState) {
  Script s;
  s({1, 10, 1, "/bin/bash", "-bash"});
  s({2, 11, 10, "/bin/cat", "cat a"});
  base::Saver saver;
  s.table.state(saver);
  const std::string bytes = saver.take();
  Script other;
  base::Loader loader(bytes);
  other.table.state(loader);
  ASSERT_TRUE(loader.complete());
  EXPECT_EQ(other.table.bytes(), s.table.bytes());
  base::Saver again;
  other.table.state(again);
  EXPECT_EQ(again.take(), bytes);
  EXPECT_EQ(other({3, 12, 11, "/bin/id", "id"}), "/bin/id:id@3 < /bin/cat:cat a@2");
}

}  // namespace
}  // namespace auweave::process
