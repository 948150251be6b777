#include "audit/line_head.h"

#include <gtest/gtest.h>

#include <string>

#include "audit/line.h"

namespace auweave::audit {
namespace {

const std::string kRecord = "type=CWD msg=audit(5.000:7): cwd=\"/\"";
const std::string kKernels = "type=1307 audit(5.000:7): cwd=\"/\"";

struct Row {
  const char* head;
  const char* host;
};

constexpr Row kHeads[] = {
    {"Jun  8 20:31:29 bastion01 audispd: ", "bastion01"},
    {"<13>Jun  8 20:31:29 bastion01 audisp-syslog[812]: ", "bastion01"},
    {"Jun  8 20:31:29 audispd: ", ""},
    {"2026-06-08T20:31:29.5+02:00 bastion01 auditd[1]: ", "bastion01"},
    {"Jun  8 20:31:29 bastion01 tag_audit_log: ", "bastion01"},
    {"<13>1 2026-06-08T20:31:29Z bastion01 audispd 12 - - ", "bastion01"},
    {"<13>1 2026-06-08T20:31:29Z bastion01 audispd 12 - [a b=\"x ] {\\\" y\"][c d=\"\"] ",
     "bastion01"},
    {"<13>1 2026-06-08T20:31:29Z bastion01 audispd 12 - - \xEF\xBB\xBF", "bastion01"},
    {"Jun  8 20:31:29 bastion01 audispd: node=bastion02 ", "bastion02"},
    {"Jun  8 20:31:29 2001:db8::5 audispd: ", "2001:db8::5"},
    {"Jun  8 20:31:29 a/b audispd: ", ""},
    {"audispd: ", ""},
    {"<13>audispd: ", ""},
    {"\xEF\xBB\xBF", ""},
    {"[   12.345678] audit: ", ""},
    {"<5>[   12.345678] audit: ", ""},
    {"[Sat Nov 29 07:06:40 2025] audit: ", ""},
    {"[   12.345678] bastion01 kernel: audit: ", "bastion01"},
    {"Nov 29 07:06:40 bastion01 kernel: audit: ", "bastion01"},
    {"Nov 29 07:06:40.123456 bastion01 kernel: audit: ", "bastion01"},
    {"Nov 29 07:06:40 bastion01 kernel: [   12.345678] audit: ", "bastion01"},
    {"Nov 29 07:06:40 bastion01 kernel: [   12.345678] ", "bastion01"},
    {"audit: ", ""},
};

TEST(LineHead, IsCutOff) {
  for (const Row& row : kHeads) {
    for (const std::string& record : {kRecord, kKernels}) {
      const std::string line = row.head + record;
      const auto header = parse_line(line);
      ASSERT_TRUE(header.ok()) << line << ": " << header.error().message;
      EXPECT_EQ(header->node, row.host) << line;
      EXPECT_EQ(header->type, "CWD") << line;
      EXPECT_EQ(header->key, (model::EventKey{5, 0, 7})) << line;
      EXPECT_EQ(header->body, "cwd=\"/\"") << line;
      EXPECT_TRUE(header->record.starts_with("type=") || header->record.starts_with("node="))
          << line;
    }
  }
}

// What stands before a record must be a head, from the line's beginning to the record's.
TEST(LineHead, IsNoTextOfAnotherProgram) {
  for (const char* head :
       {"hello ", "Jun  8 20:31:29 vm sshd[1]: Invalid user ", "x: ", "[evil] ", "a0=\"",
        "sshd: ", "Jun  8 20:31:29 vm sudo: alice : COMMAND=/bin/echo ",
        "[ 1.5] audit: audit: audit: audit: audit: ", "data=", "]", "<", ": ", " "}) {
    const std::string line = head + kRecord;
    EXPECT_FALSE(parse_line(line).ok()) << line;
  }
}

TEST(LineHead, ThatCarriesNoStampIsToldApart) {
  const auto header = parse_line("Apr 04 20:14:45 vm audit[5421]: USER_START pid=5421 uid=0");
  ASSERT_FALSE(header.ok());
  EXPECT_TRUE(header.error().message.starts_with("journald's text of a record"));
  EXPECT_EQ(parse_line("Apr 04 20:14:45 vm audit[5421]: hello").error().message, "no type=");
}

}  // namespace
}  // namespace auweave::audit
