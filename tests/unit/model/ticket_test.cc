#include "model/ticket.h"

#include <gtest/gtest.h>

namespace auweave::model {
namespace {

TEST(Ticket, IsWhatCanBeAnIdentifier) {
  for (const char* good : {"CHG0042", "INC-7", "42", "proj/app#17", "JIRA:OPS-1", "a.b_c"})
    EXPECT_TRUE(is_ticket(good)) << good;
  for (const char* bad :
       {"", "-m", "#1", "no ticket", "x\"y", "x\\y", "x\ny", "\xC3\xA4", "a'b", "$(id)"})
    EXPECT_FALSE(is_ticket(bad)) << bad;
  EXPECT_TRUE(is_ticket(std::string(64, 'x')));
  EXPECT_FALSE(is_ticket(std::string(65, 'x')));
}

}  // namespace
}  // namespace auweave::model
