#include "programs/client.h"

#include <gtest/gtest.h>

#include <sstream>

namespace auweave::programs {
namespace {

std::string target(const std::string& command_line) {
  std::istringstream words(command_line);
  std::vector<std::string> argv;
  for (std::string word; words >> word;) argv.push_back(word);
  const std::vector<std::string_view> views(argv.begin(), argv.end());
  return client_target("", views);
}

TEST(ClientTarget, OfSsh) {
  EXPECT_EQ(target("ssh target01"), "target01/ssh");
  EXPECT_EQ(target("/usr/bin/ssh -p 2222 alice@target01 uname -n"), "target01:2222/ssh");
  EXPECT_EQ(target("ssh -vp2222 -o ProxyJump=x target01"), "target01:2222/ssh");
  EXPECT_EQ(target("ssh -p 2222 fd99::2"), "[fd99::2]:2222/ssh");
  EXPECT_EQ(target("ssh ssh://bob@target01:2022"), "target01:2022/ssh");
  EXPECT_EQ(target("ssh target01 -p 5 ls"), "target01:5/ssh");
  EXPECT_EQ(target("ssh target01 ls -p 5"), "target01/ssh");  // the remote command's
  EXPECT_EQ(target("ssh -o Port=2222 target01"), "target01:2222/ssh");
  EXPECT_EQ(target("ssh -oPort=2222 -P tag target01"), "target01:2222/ssh");
  EXPECT_EQ(target("ssh -V"), "");
  EXPECT_EQ(target("ssh"), "");
}

TEST(ClientTarget, OfOtherClients) {
  EXPECT_EQ(target("scp -P 2222 a.txt alice@target01:/tmp/"), "target01:2222/scp");
  EXPECT_EQ(target("scp target01:x ."), "target01/scp");
  EXPECT_EQ(target("scp a b"), "");
  EXPECT_EQ(target("scp scp://u@h:22/x y"), "h:22/scp");
  EXPECT_EQ(target("scp x u@[fd99::2]:y"), "[fd99::2]/scp");
  EXPECT_EQ(target("scp -f a:b"), "");  // the far end of one
  EXPECT_EQ(target("sftp bob@h:/x"), "h/sftp");
  EXPECT_EQ(target("rsync rsync://h/mod ."), "h/rsync");
  EXPECT_EQ(target("rsync --server -vlogDtpre . h:x"), "");
  EXPECT_EQ(target("psql --host db --port 5433"), "db:5433/psql");
  EXPECT_EQ(target("psql postgresql://app@db:5433/x"), "db:5433/psql");
  EXPECT_EQ(target("psql -h /var/run/postgresql"), "");
  EXPECT_EQ(target("rsync -a -e ssh dir/ target01:dir/"), "target01/rsync");
  EXPECT_EQ(target("psql -h db1 -p 5433 -U app"), "db1:5433/psql");
  EXPECT_EQ(target("psql --host=db1 app"), "db1/psql");
  EXPECT_EQ(target("psql app"), "");
  EXPECT_EQ(target("mysql -u root -hdb2 -P3307"), "db2:3307/mysql");
  EXPECT_EQ(target("telnet mail 25"), "mail:25/telnet");
  EXPECT_EQ(target("ls -h db1"), "");
}

TEST(ClientTarget, IsOfTheProgramThatRanWhateverItCallsItself) {
  const std::vector<std::string_view> argv = {"ls", "target01"};
  EXPECT_EQ(client_target("/usr/bin/ssh", argv), "target01/ssh");
  EXPECT_EQ(client_target("/usr/bin/ls", std::vector<std::string_view>{"ssh", "target01"}), "");
}

TEST(SshGoal, IsWhoAndWhereACommandLineNames) {
  struct Row {
    std::vector<std::string_view> argv;
    const char* user;
    const char* host;
  };
  const Row rows[] = {
      {{"ssh", "h"}, "", "h"},
      {{"ssh", "-p", "2222", "h", "uname", "-l"}, "", "h"},
      {{"ssh", "bob@h"}, "bob", "h"},
      {{"ssh", "-l", "bob", "eve@h"}, "bob", "h"},
      {{"ssh", "-lbob", "h"}, "bob", "h"},
      {{"ssh", "eve@h", "-l", "bob"}, "eve", "h"},
      {{"ssh", "-oUser=bob", "h"}, "bob", "h"},
      {{"ssh", "-o", "user bob", "h"}, "bob", "h"},
      {{"ssh", "-o", "UserKnownHostsFile=/x", "h"}, "", "h"},
      {{"ssh", "ssh://bob@h:2222"}, "bob", "h"},
      {{"ssh", "-vAp2222", "-W", "[x]:22", "me@there@h"}, "me@there", "h"},
      {{}, "", ""},
  };
  for (const Row& row : rows) {
    const SshGoal goal = ssh_goal(row.argv);
    EXPECT_EQ(goal.user, row.user);
    EXPECT_EQ(goal.host, row.host);
  }
}

}  // namespace
}  // namespace auweave::programs
