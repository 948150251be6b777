#include "audit/record_end.h"

#include <gtest/gtest.h>

#include "audit/line.h"
#include "support/capture.h"
#include "support/text_file.h"

namespace auweave::audit {
namespace {

struct Row {
  const char* type;
  const char* body;
  bool cut;
};

constexpr Row kRows[] = {
    {"USER_AUTH", "pid=1 msg='op=PAM:setcred acct=\"a\" exe=\"/x\" res=succ", true},
    {"USER_AUTH", "pid=1 msg='op=PAM:setcred acct=\"a\" exe=\"/x\"", true},
    {"USER_AUTH", "pid=1 msg='", true},
    {"USER_AUTH", "pid=1 msg='op=x res=success'", false},
    {"USER_AUTH", "pid=1 msg='op=x res=success' ", false},
    {"USER_AUTH", "user pid=1 uid=0", false},
    {"DAEMON_START", "op=start ver=3.0 res=success", false},
    {"CWD", "cwd=\"/home/ali", true},
    {"CWD", "cwd=\"", true},
    {"CWD", "cwd=\"/home/alice\"", false},
    {"CWD", "cwd=2F686F6D65", false},
    {"CWD", "gone", false},
    {"EXECVE", "argc=2 a0=\"cat\" a1=\"/etc/sha", true},
    {"EXECVE", "argc=2 a0=\"cat\" a", true},
    {"PATH", "item=0 name=\"/x\" cap_fver=0 cap_fro", true},
    {"PATH", "item=0 name=\"/x\" nametype=NORMAL", false},
    {"SYSCALL", "arch=c000003e syscall=59 exe=\"/x\" subj=unconf", true},
    {"SYSCALL", "arch=c000003e syscall=59 exe=\"/x\" key=\"acce", true},
    {"SYSCALL", "arch=c000003e syscall=59 exe=\"/x\" key=(nul", true},
    {"SYSCALL", "arch=c000003e syscall=59 exe=\"/x\" key=(null)", false},
    {"SYSCALL", "arch=c000003e syscall=59 success=yes", false},
    {"SYSCALL", "arch=c000003e syscall=59 exe=\"/x\"", false},
    {"LOGIN", "pid=1 uid=0 old-auid=4294967295 auid=1 tty=(none) old-ses=4294967295 ses=1", true},
    {"LOGIN", "pid=1 uid=0 old-auid=4294967295 auid=1 tty=(none) old-ses=4294967295 ses=2 res=1",
     false},
    {"LOGIN", "login pid=1 uid=0 old auid=4294967295 new auid=1 old ses=4294967295 new ses=2",
     false},
    {"TTY", "tty pid=1 uid=0 data=6C", false},
    {"AVC", "avc:  denied  { read } for  pid=1", false},
    {"EOE", "", false},
    {"NEVER_HEARD_OF", "a b", false},
};

TEST(RecordEnd, IsMissingWhereTheRecordItselfTells) {
  for (const Row& row : kRows)
    EXPECT_EQ(lacks_end(type_number(row.type), row.body), row.cut) << row.body;
}

TEST(RecordEnd, IsThereInEveryRecordOfEveryCapture) {
  for (const std::string& name : support::capture_names()) {
    for (const std::string& line : support::lines_of(support::load_capture(name).enriched)) {
      const auto header = parse_line(line);
      ASSERT_TRUE(header.ok()) << line;
      EXPECT_FALSE(lacks_end(header->number, header->body)) << line;
    }
  }
}

}  // namespace
}  // namespace auweave::audit
