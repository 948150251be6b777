#include "model/field_value.h"

#include <gtest/gtest.h>

#include "model/audit_event.h"

namespace auweave::model {
namespace {

TEST(FieldValue, FollowsAuditLogUntrustedstring) {
  base::Arena arena;
  const auto decoded = [&](std::string_view raw) { return std::string(decode_string(raw, arena)); };
  EXPECT_EQ(decoded("\"bash\""), "bash");
  EXPECT_EQ(decoded("\"DEADBEEF\""), "DEADBEEF");  // quoted text that looks like hex
  EXPECT_EQ(decoded("DEADBEEF"), "\xDE\xAD\xBE\xEF");
  EXPECT_EQ(decoded("6100"), std::string("a\0", 2));  // nothing is lost at a NUL
  EXPECT_EQ(decoded("\"\""), "");
  for (const char* itself : {"(null)", "(none)", "?", "abc", "ABC", "dead", "\"", ""}) {
    EXPECT_EQ(decoded(itself), itself);
  }
}

Record record(std::string_view type, int number) { return {type, number, {}, {}, 0, 1}; }

TEST(AuditEvent, IsLedByTheRecordThatSaysWhat) {
  AuditEvent event;
  EXPECT_EQ(event.lead(), nullptr);
  event.records = {record("PATH", 1302)};
  EXPECT_EQ(event.lead()->type, "PATH");  // its SYSCALL was lost
  event.records = {record("SYSCALL", 1300), record("PATH", 1302), record("PROCTITLE", 1327)};
  EXPECT_EQ(event.lead()->type, "SYSCALL");
  event.records = {record("CONFIG_CHANGE", 1305), record("SYSCALL", 1300)};
  EXPECT_EQ(event.lead()->type, "CONFIG_CHANGE");
  for (const auto& [type, number] :
       {std::pair("AVC", 1400), std::pair("FANOTIFY", 1331), std::pair("UNKNOWN[1420]", 1420),
        std::pair("NEWER", -1), std::pair("SECCOMP", 1326), std::pair("INTEGRITY_RULE", 1805)}) {
    event.records = {record(type, number), record("SYSCALL", 1300)};
    EXPECT_EQ(event.lead()->type, "SYSCALL") << type;
    event.records = {record("UNKNOWN[1499]", 1499), record(type, number), record("PATH", 1302)};
    EXPECT_EQ(event.lead()->type, is_unknown(number, type) ? "UNKNOWN[1499]" : type);
  }
}

// What a program says decides beside the call that sent it, and beside no other.
TEST(AuditEvent, IsLedByWhatTheCallCarried) {
  struct Row {
    const char* type;
    int number;
    const char* call;
    bool decides;
  };
  for (const Row& row :
       {Row{"USER_AUTH", 1100, "sendto", true}, Row{"SERVICE_START", 1130, "sendmsg", true},
        Row{"USER_AUTH", 1100, "execve", false}, Row{"UNKNOWN[1199]", 1199, "sendto", false},
        Row{"ANOM_LINK", 1702, "openat", true}, Row{"ANOM_PROMISCUOUS", 1700, "sendmsg", true},
        Row{"NETFILTER_CFG", 1325, "sendmsg", true}, Row{"MAC_STATUS", 1404, "write", true},
        Row{"INTEGRITY_POLICY_RULE", 1807, "write", true},
        Row{"INTEGRITY_POLICY_RULE", 1807, "openat", false},
        Row{"URINGOP", 1336, "io_uring_enter", true}, Row{"URINGOP", 1336, "openat", false}}) {
    AuditEvent event;
    event.syscall = row.call;
    event.records = {record("SYSCALL", 1300), record(row.type, row.number)};
    EXPECT_EQ(event.lead()->type, row.decides ? row.type : "SYSCALL") << row.type << row.call;
  }
}

}  // namespace
}  // namespace auweave::model
