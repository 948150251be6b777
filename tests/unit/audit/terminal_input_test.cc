#include "audit/terminal_input.h"

#include <gtest/gtest.h>

namespace auweave::audit {
namespace {

std::string cut(std::string_view line) { return cut_terminal_input(line).text; }

TEST(TerminalInput, IsCutFromALineOfAnyType) {
  EXPECT_EQ(cut("type=TTY msg=audit(1.0:1): tty pid=1 comm=\"bash\" data=6964"),
            "type=TTY msg=audit(1.0:1): tty pid=1 comm=\"bash\" data=");
  EXPECT_EQ(cut("type=XTY msg=audit(1.0:1): pid=1 data=6964 res=1"),
            "type=XTY msg=audit(1.0:1): pid=1 data= res=1");
  EXPECT_EQ(cut("type=USER_TTY data=\"two words\" uid=0"), "type=USER_TTY data= uid=0");
  EXPECT_EQ(cut("type=XTY data=6964 6964 uid=0"), "type=XTY data= uid=0");
  EXPECT_EQ(cut("type=USER_TTY data=\"never closed"), "type=USER_TTY data=");
  EXPECT_EQ(cut("xdata=6964"), "xdata=");
}

TEST(TerminalInput, OfATtyRecordLeavesOnlyWhatIsHarmless) {
  EXPECT_EQ(cut("type=TTY msg=audit(1.0:1): tty pid=1 dXta=6964 comm=\"bash\""),
            "type=TTY msg=audit(1.0:1): tty pid=1 dXta= comm=\"bash\"");
  EXPECT_EQ(cut("type=1319 audit(1.0:1): tty pid=1 dXta=6964"), "type= tty pid=1 dXta=");
}

TEST(TerminalInput, MayBeTheRestOfASplitLine) {
  EXPECT_EQ(cut("636174202F6574632F736861646F770A"), "");
  EXPECT_EQ(cut("6361742 UID=\"tina\""), "UID=");
  EXPECT_EQ(cut("ata=6964"), "ata=");
  EXPECT_EQ(cut("hello world"), "hello world");
}

// Of a record whose only field is text=, that and its line.
std::string cut_message(std::string_view value, std::string_view line) {
  model::AuditEvent event;
  event.fields = {{"text", value}};
  event.records = {{"USER", 1005, line, "", 0, 1}};
  cut_terminal_input(event);
  return std::string(event.fields[0].raw) + " | " + std::string(event.records[0].line);
}

// Damage makes USER_TTY a USER, so its text is cut, but for what can be nothing else than a ticket.
TEST(TerminalInput, LeavesATicket) {
  EXPECT_EQ(cut_message("ticket=INC-7", "type=USER msg='text=ticket=INC-7 res=success"),
            "ticket=INC-7 | type=USER msg='text=ticket=INC-7 res=success");
  EXPECT_EQ(cut_message("ticket=INC-7", "type=USER msg='text=ticket=INC-7'"),
            "ticket=INC-7 | type=USER msg='text=ticket=INC-7'");
  EXPECT_EQ(cut_message("x", "type=USER msg='ticket=INC-7 res=success"),
            " | type=USER msg='ticket=INC-7 res=success");
  EXPECT_EQ(cut_message("hunter2", "type=USER msg='text=hunter2 res=success"),
            " | type=USER msg= res=success");
  EXPECT_EQ(cut_message("ticket=a'b", "type=USER msg='text=ticket=a'b res=success"),
            " | type=USER msg= res=success");
}

TEST(TerminalInput, MayNestAsDeepAsItLikes) {
  std::string line = "type=USER ";
  for (int i = 0; i < 1'000'000; ++i) line += "msg='";
  EXPECT_EQ(cut_message("x", line), " | type=USER msg=");
}

TEST(TerminalInput, LeavesOtherRecordsAlone) {
  const std::string line = "type=SYSCALL msg=audit(1.0:1): arch=c000003e comm=\"data\" key=(null)";
  EXPECT_EQ(cut(line), line);
  EXPECT_FALSE(cut_terminal_input(line).cut);
}

}  // namespace
}  // namespace auweave::audit
