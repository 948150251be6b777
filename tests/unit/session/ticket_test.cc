#include <gtest/gtest.h>

#include "session/session.h"

namespace auweave::session {
namespace {

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

TEST(SessionTickets, HoldFromThenOn) {
  Session session;
  EXPECT_EQ(session.ticket_at(at(100)), "");
  EXPECT_TRUE(session.note_ticket(at(100), "A"));
  EXPECT_FALSE(session.note_ticket(at(150), "A")) << "it holds already";
  EXPECT_TRUE(session.note_ticket(at(200), "B"));
  EXPECT_EQ(session.ticket_at(at(99)), "");
  EXPECT_EQ(session.ticket_at(at(100)), "A");
  EXPECT_EQ(session.ticket_at(at(199)), "A");
  EXPECT_EQ(session.ticket_at(at(200)), "B");
}

TEST(SessionTickets, OneThatComesLateHoldsUntilTheNext) {
  Session session;
  session.note_ticket(at(100), "A");
  session.note_ticket(at(300), "C");
  EXPECT_TRUE(session.note_ticket(at(200), "B"));
  EXPECT_EQ(session.ticket_at(at(250)), "B");
  EXPECT_EQ(session.ticket_at(at(350)), "C");
}

TEST(SessionTickets, AreNotWithoutEnd) {
  Session session;
  for (int i = 0; i < 100; ++i) session.note_ticket(at(i), "T" + std::to_string(i));
  EXPECT_EQ(session.tickets.size(), Session::kMostListed);
  EXPECT_EQ(session.ticket_at(at(1000)), "T99") << "the last one holds";
}

}  // namespace
}  // namespace auweave::session
