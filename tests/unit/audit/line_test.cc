#include "audit/line.h"

#include <gtest/gtest.h>

namespace auweave::audit {
namespace {

std::string problem(std::string_view line) {
  const auto header = parse_line(line);
  return header.ok() ? "" : header.error().message;
}

TEST(ParseLine, SplitsWhatAnAssemblerNeeds) {
  const auto header = parse_line(
      "node=bastion01 type=USER_CMD msg=audit(1795243249.982:134011): pid=1 "
      "msg='op=x'\x1DUID=\"root\"");
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header->node, "bastion01");
  EXPECT_EQ(header->type, "USER_CMD");
  EXPECT_EQ(header->key, (model::EventKey{1795243249, 982, 134011}));
  EXPECT_EQ(header->body, "pid=1 msg='op=x'");
  EXPECT_EQ(header->enriched, "UID=\"root\"");
}

TEST(ParseLine, TakesWhatAuditdWrites) {
  // EOE to a plugin: no blank, no fields. Later EXECVE records: two blanks.
  EXPECT_EQ(problem("type=EOE msg=audit(1.000:1):"), "");
  EXPECT_EQ(parse_line("type=EXECVE msg=audit(1.000:1):  a501=\"x\"")->body, "a501=\"x\"");
  EXPECT_EQ(parse_line("type=UNKNOWN[1337] msg=audit(1.000:1): a=b")->type, "UNKNOWN[1337]");
  EXPECT_EQ(parse_line("type=SYSCALL msg=audit(1.7:9): a=b")->key.ms, 7U);
}

TEST(ParseLine, SaysWhatIsWrong) {
  EXPECT_EQ(problem("nonsense"), "no type=");
  EXPECT_EQ(problem("type= msg=audit(1.000:1): a=b"), "malformed type=");
  EXPECT_EQ(problem("type=sys msg=audit(1.000:1): a=b"), "malformed type=");
  EXPECT_EQ(problem("type=SYSCALL a=b"), "no msg=audit(");
  EXPECT_EQ(problem("node=a:b type=SYSCALL msg=audit(1.000:1): a=b"), "malformed node=");
  EXPECT_EQ(problem(std::string_view("type=SYSCALL\0msg=audit(1.000:1): a=b", 37)),
            "NUL byte in a record");
  for (const char* stamp : {"1.1000:1):", "1.000:):", "1.000:1:", "-1.000:1):",
                            "99999999999.000:1):", "1.000:99999999999999999999):", "x"}) {
    EXPECT_EQ(problem(std::string("type=SYSCALL msg=audit(") + stamp),
              "malformed time or serial in msg=audit(");
  }
}

TEST(ParseLine, TakesAnAddressForANode) {
  const std::pair<const char*, const char*> rows[] = {
      {"2001:db8:10::5", "2001:db8:10::5"},     {"[2001:db8:10::5]", "2001:db8:10::5"},
      {"fe80::1%eth0", "fe80::1%eth0"},         {"[fe80::1%eth0]", "fe80::1%eth0"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1"}, {"192.0.2.1", "192.0.2.1"},
  };
  for (const auto& [node, is] : rows) {
    const std::string line = "node=" + std::string(node) + " type=CWD msg=audit(1.000:1): a=b";
    const auto header = parse_line(line);
    ASSERT_TRUE(header.ok()) << node;
    EXPECT_EQ(header->node, is);
  }
  for (const char* node : {"2001:db8:10::5:b27a07e8:1:2:3:4", "[2001:db8::5]:22", "fe80::1%",
                           "::/0", "fe80::1%a/b", "a::b%c:d", "[a:b]", ":", "host:2001::1"}) {
    const std::string line = "node=" + std::string(node) + " type=CWD msg=audit(1.000:1): a=b";
    EXPECT_EQ(problem(line), "malformed node=") << node;
  }
}

TEST(ParseLine, NamesATypeThatCameAsANumber) {
  EXPECT_EQ(parse_line("type=1300 audit(1.000:1): a=b")->type, "SYSCALL");
  EXPECT_EQ(parse_line("type=1300 msg=audit(1.000:1): a=b")->type, "SYSCALL");
  EXPECT_EQ(parse_line("type=1399 audit(1.000:1): a=b")->type, "UNKNOWN[1399]");
  EXPECT_EQ(problem("type=13001300 audit(1.000:1): a=b"), "malformed type=");
  EXPECT_EQ(problem("type=1300X audit(1.000:1): a=b"), "malformed type=");
  EXPECT_EQ(problem("type=SYSCALL audit(1.000:1): a=b"), "no msg=audit(");
}

TEST(TypeNumber, IsLibauditsAndMinusOneForTheUnknown) {
  EXPECT_EQ(type_number("SYSCALL"), 1300);
  EXPECT_EQ(type_number("USER_LOGIN"), 1112);
  EXPECT_EQ(type_number("UNKNOWN[1337]"), 1337);
  EXPECT_EQ(type_number("NEVER_HEARD_OF"), -1);
}

}  // namespace
}  // namespace auweave::audit
