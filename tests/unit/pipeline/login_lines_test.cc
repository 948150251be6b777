#include "pipeline/login_lines.h"

#include <gtest/gtest.h>

namespace auweave::pipeline {
namespace {

constexpr const char* kLogin =
    "type=LOGIN msg=audit(1795243349.834:136213): pid=25274 uid=0 old-auid=4294967295 auid=1001 "
    "tty=(none) old-ses=4294967295 ses=140 res=1\x1DUID=\"root\" OLD-AUID=\"unset\" AUID=\"alice\"";

std::string told(const std::string& line) {
  const auto login = login_of(line);
  if (!login.has_value()) return "";
  return login->node + "/" + std::to_string(login->key.sec) + "." + std::to_string(login->key.ms) +
         ":" + std::to_string(login->key.serial) + " ses=" + std::to_string(login->ses.value) +
         " auid=" + std::to_string(login->auid.value);
}

TEST(LoginLines, TellWhoLoggedIn) {
  EXPECT_EQ(told(kLogin), "/1795243349.834:136213 ses=140 auid=1001");
  EXPECT_EQ(told("node=other " + std::string(kLogin)),
            "other/1795243349.834:136213 ses=140 auid=1001");
  EXPECT_EQ(told("type=LOGIN msg=audit(1.002:3): login pid=7 uid=0 old auid=4294967295 new "
                 "auid=5 old ses=4294967295 new ses=6"),
            "/1.2:3 ses=6 auid=5");
  EXPECT_EQ(told("type=LOGIN msg=audit(1.002:3): pid=7 uid=0 old-auid=4294967295 auid=1001 "
                 "tty=(none) old-ses=4294967295 ses=140 res=0"),
            "");
  EXPECT_EQ(told("type=LOGIN msg=audit(1.002:3): pid=7 uid=0 old-auid=1001 auid=4294967295 "
                 "old-ses=4 ses=4294967295 res=1"),
            "");
  for (const char* line :
       {"", "node=", "node=x", "type=LOGIN ", "type=LOGIN msg=audit(1.0",
        "type=USER_LOGIN msg=audit(1.002:3): auid=5 ses=6 res=1",
        "type=LOGIN msg=audit(1.002:3): ", "type=LOGIN msg=audit(1.002:3): auid=x ses=6"})
    EXPECT_EQ(told(line), "") << line;
}

TEST(LoginLines, AreFoundInRecordsAndInWhatWasFetched) {
  int found = 0;
  const auto count = [&](const Login&) { ++found; };
  AuditLines lines;
  lines.lines = {"type=USER_ACCT msg=audit(1.000:1): pid=1", kLogin, kLogin};
  each_login(lines, count);
  EXPECT_EQ(found, 2);
  each_login(LoggedEvent{{kLogin}, {7}}, count);
  EXPECT_EQ(found, 3);
  each_login(Idle{}, count);
  EXPECT_EQ(found, 3);
}

TEST(Entries, KeepTheGroupsOfAnAccount) {
  const model::AccountGroups answer = {"h", model::Ses{3}, "h/1.000/1", {"alice", "admins"}};
  const auto read = decoded(encoded(answer));
  ASSERT_TRUE(read.ok());
  const auto& its = std::get<model::AccountGroups>(*read);
  EXPECT_EQ(its.host, answer.host);
  EXPECT_EQ(its.ses, answer.ses);
  EXPECT_EQ(its.session_key, answer.session_key);
  EXPECT_EQ(its.groups, answer.groups);
}

}  // namespace
}  // namespace auweave::pipeline
