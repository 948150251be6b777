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
  event.records = {record("SYSCALL", 1300), record("AVC", 1400)};
  EXPECT_EQ(event.lead()->type, "AVC");
}

}  // namespace
}  // namespace auweave::model
