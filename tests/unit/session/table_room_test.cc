// What a Table lets go when it is full.
#include <gtest/gtest.h>

#include <algorithm>

#include "session/table.h"

namespace auweave::session {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::uint32_t kAlice = 1001, kBob = 1002;

class Script {
 public:
  Script() : table(boots(), 10'000) {}

  SessionMatch record(const std::string& type, std::uint32_t ses, std::uint32_t auid,
                      const std::string& host = "h") {
    model::EventFacts facts;
    facts.type = type;
    facts.pid = model::Pid{ses};
    facts.exe = "/usr/sbin/sshd";
    facts.success = true;
    facts.ses = model::Ses{ses};
    facts.auid = model::Uid{auid};
    facts.auid_name = auid == kAlice ? "alice" : "bob";
    return table.note(host, {now_ms / 1000, static_cast<std::uint32_t>(now_ms % 1000), ++serial},
                      facts);
  }
  // Bob opens so many sessions, one each `every_ms`.
  void bobs(std::uint32_t count, std::int64_t every_ms) {
    for (; count > 0; --count, now_ms += every_ms) record("LOGIN", next++, kBob);
  }
  [[nodiscard]] bool has(std::uint32_t ses) const { return !table.unknown("h", model::Ses{ses}); }

  Table table;
  std::int64_t now_ms = 1'000'000'000'000;
  std::uint64_t serial = 100'000;
  std::uint32_t next = 100;

 private:
  static BootIds boots() {
    BootIds ids;
    ids.set_first("b27a07e8-2369-4d33-b1e5-af691b3ff37d");
    return ids;
  }
};

TEST(TableRoom, OneAccountsManySessionsLetGoItsOwn) {
  Script s;
  s.record("LOGIN", 1, kAlice);
  s.bobs(Table::kMostSessions, 100);  // 27 minutes
  EXPECT_TRUE(s.has(1));
  EXPECT_FALSE(s.has(100));
  EXPECT_LE(s.table.all().size(), Table::kMostSessions);
  EXPECT_EQ(s.table.take_let_go(), Table::kMostSessions / 8);
  EXPECT_EQ(s.table.take_dropped().size(), Table::kMostSessions / 8);
}

TEST(TableRoom, WhoIsBusyStaysWhileOthersExist) {
  Script s;
  s.record("LOGIN", 1, kAlice);
  s.bobs(Table::kMostSessions / 2, 500);  // 68 minutes
  s.record("USER_AUTH", 1, kAlice);
  s.record("USER_AUTH", 100, kBob);
  s.bobs(Table::kMostSessions / 2, 10);
  EXPECT_TRUE(s.has(1));
  EXPECT_TRUE(s.has(100));
  EXPECT_FALSE(s.has(101));
}

TEST(TableRoom, WhoWasStillForAnHourGoesBeforeTheAccountThatHasMost) {
  Script s;
  s.record("LOGIN", 1, kAlice);
  s.now_ms += 61 * kMinuteMs;
  s.record("LOGIN", 2, kAlice);
  s.bobs(Table::kMostSessions, 50);  // 13 minutes
  EXPECT_FALSE(s.has(1));
  EXPECT_TRUE(s.has(2));
}

TEST(TableRoom, WhatIsClosedGoesFirst) {
  Script s;
  s.record("LOGIN", 1, kAlice);
  s.record("LOGIN", 2, kAlice);
  s.record("USER_END", 2, kAlice);
  const auto later = base::WallTime::from_ms(s.now_ms + kMinuteMs);
  ASSERT_NE(s.table.take_closed(later), nullptr);
  s.bobs(Table::kMostSessions, 1);
  EXPECT_TRUE(s.has(1) || !s.has(100));
  EXPECT_FALSE(s.has(2));
  EXPECT_EQ(s.table.take_let_go(), Table::kMostSessions / 8 - 1);
}

TEST(TableRoom, WhoWasLetGoComesAgainAsUnseenAndSaysSo) {
  Script s;
  s.bobs(Table::kMostSessions + 1, 100);
  ASSERT_FALSE(s.has(100));
  const SessionMatch match = s.record("SYSCALL", 100, kBob);
  ASSERT_NE(match.session, nullptr);
  EXPECT_TRUE(match.opened);
  EXPECT_TRUE(match.session->let_go_before);
  EXPECT_TRUE(match.session->login_unseen());
  EXPECT_EQ(match.session->id, "h:b27a07e8:100");
  EXPECT_EQ(match.session->actor, "bob");
  EXPECT_FALSE(s.record("LOGIN", 7, kAlice).session->let_go_before);
}

TEST(TableRoom, HostsWithoutSessionsGoFirst) {
  Script s;
  s.record("LOGIN", 1, kAlice, "busy");
  for (std::size_t i = 0; i < 3 * Table::kMostHosts; ++i) {
    model::EventFacts facts;
    facts.type = "USER_AUTH";
    s.table.note("n" + std::to_string(i), {s.now_ms / 1000, 0, ++s.serial}, facts);
  }
  EXPECT_FALSE(s.table.unknown("busy", model::Ses{1}));
}

}  // namespace
}  // namespace auweave::session
