#include "intake/inbox.h"

#include <gtest/gtest.h>

#include <thread>

namespace auweave::intake {
namespace {

using std::chrono::milliseconds;

std::string name_of(const InboxItem& taken) {
  if (const auto* records = std::get_if<Records>(&taken)) return records->bytes;
  if (const auto* line = std::get_if<FollowedLine>(&taken)) return "line " + line->text;
  if (std::holds_alternative<LostRecords>(taken)) return "lost";
  return std::holds_alternative<Ended>(taken) ? "ended" : "nothing";
}

bool put_line(Inbox& inbox, const std::string& text) {
  FollowedItem line = FollowedLine{0, text, 1, 0, 0};
  return inbox.put(line, milliseconds(0));
}

TEST(Inbox, GivesLinesBeforeRecords) {
  Inbox inbox;
  inbox.caught_up();
  ASSERT_TRUE(inbox.put("a\n"));
  ASSERT_TRUE(put_line(inbox, "x"));
  ASSERT_TRUE(inbox.put("b\n"));
  inbox.put(LostRecords{1, "", ""});
  ASSERT_TRUE(inbox.put("c\n"));
  for (const char* expected : {"line x", "a\nb\n", "lost", "c\n", "nothing"})
    EXPECT_EQ(name_of(inbox.take(milliseconds(0))), expected);
}

TEST(Inbox, GivesRecordsAloneWhileLinesMustWait) {
  Inbox inbox;
  ASSERT_TRUE(put_line(inbox, "x"));
  inbox.end_records();
  EXPECT_EQ(name_of(inbox.take(milliseconds(0), false)), "nothing");
  inbox.end_lines();
  EXPECT_EQ(name_of(inbox.take(milliseconds(0), false)), "nothing");
  ASSERT_TRUE(inbox.put("a\n"));
  EXPECT_EQ(name_of(inbox.take(milliseconds(0), false)), "a\n");
  EXPECT_EQ(name_of(inbox.take(milliseconds(0), true)), "line x");
  EXPECT_EQ(name_of(inbox.take(milliseconds(0), false)), "ended");
}

// Recordings that lie there when the plugin starts must not come after the records of their time.
TEST(Inbox, RecordsWaitForTheFirstLookAtFiles) {
  Inbox inbox(100);
  ASSERT_TRUE(inbox.put("a\n"));
  EXPECT_EQ(name_of(inbox.take(milliseconds(1))), "nothing");
  ASSERT_TRUE(inbox.put(std::string(60, 'b')));
  EXPECT_EQ(name_of(inbox.take(milliseconds(1))).substr(0, 3), "a\nb");  // half of the room is full
  ASSERT_TRUE(inbox.put("c\n"));
  inbox.caught_up();
  EXPECT_EQ(name_of(inbox.take(milliseconds(1))), "c\n");
}

TEST(Inbox, ShowsTheFirstRecordWhenAllOfItIsThere) {
  Inbox inbox;
  EXPECT_EQ(inbox.first_record(), "");
  ASSERT_TRUE(inbox.put("ab"));
  EXPECT_EQ(inbox.first_record(), "");
  ASSERT_TRUE(inbox.put("c\nd\n"));
  EXPECT_EQ(inbox.first_record(), "abc");
  inbox.caught_up();
  EXPECT_EQ(name_of(inbox.take(milliseconds(0))), "abc\nd\n");  // it is still there
  inbox.put(LostRecords{1, "", ""});
  ASSERT_TRUE(inbox.put("e\n"));
  EXPECT_EQ(inbox.first_record(), "");
}

TEST(Inbox, LinesAreTakenOnlyWhileRecordsAreFew) {
  Inbox inbox(100);
  ASSERT_TRUE(inbox.put(std::string(51, 'a')));
  EXPECT_FALSE(put_line(inbox, "x"));
  inbox.caught_up();
  static_cast<void>(inbox.take(milliseconds(0)));
  EXPECT_TRUE(put_line(inbox, "x"));
}

TEST(Inbox, IsBounded) {
  Inbox inbox(100);
  ASSERT_TRUE(inbox.put(std::string(100, 'a')));
  EXPECT_FALSE(inbox.put("b"));
  inbox.caught_up();
  static_cast<void>(inbox.take(milliseconds(0)));
  EXPECT_TRUE(inbox.put("b"));
  EXPECT_EQ(inbox.held().most_record_bytes, 100U);
  ASSERT_TRUE(put_line(inbox, std::string(Inbox::kMostLines + 1, 'x')));  // alone: it must pass
  EXPECT_FALSE(put_line(inbox, "y"));
}

TEST(Inbox, EndsWhenBothInputsHave) {
  Inbox inbox;
  ASSERT_TRUE(inbox.put("a\n"));
  inbox.end_records();
  EXPECT_EQ(name_of(inbox.take(milliseconds(0))), "nothing");
  inbox.end_lines();
  EXPECT_EQ(name_of(inbox.take(milliseconds(0))), "a\n");
  EXPECT_EQ(name_of(inbox.take(milliseconds(0))), "ended");
}

TEST(Inbox, PassesEverythingBetweenThreads) {
  Inbox inbox(10'000);
  std::thread records([&] {
    for (int i = 0; i < 20'000;) i += inbox.put(std::to_string(i) + "\n") ? 1 : 0;
    inbox.end_records();
  });
  std::thread lines([&] {
    for (int i = 0; i < 5000; ++i) {
      FollowedItem line = FollowedLine{0, std::to_string(i), 1, 0, 0};
      while (!inbox.put(line, milliseconds(10))) {
      }
    }
    inbox.end_lines();
  });
  std::string got;
  int got_lines = 0;
  while (true) {
    const InboxItem taken = inbox.take(milliseconds(100));
    if (std::holds_alternative<Ended>(taken)) break;
    if (const auto* block = std::get_if<Records>(&taken)) got += block->bytes;
    if (const auto* line = std::get_if<FollowedLine>(&taken)) {
      EXPECT_EQ(line->text, std::to_string(got_lines++));
    }
  }
  records.join();
  lines.join();
  std::string expected;
  for (int i = 0; i < 20'000; ++i) expected += std::to_string(i) + "\n";
  EXPECT_EQ(got, expected);
  EXPECT_EQ(got_lines, 5000);
}

// A large item fits only when the inbox is empty, and small ones of another reader would fill it.
TEST(Inbox, LetsReadersTakeTurns) {
  Inbox inbox;
  const std::string half(Inbox::kMostLines / 2, 'x');
  ASSERT_TRUE(put_line(inbox, half));
  FollowedItem large = FollowedLine{0, std::string(Inbox::kMostLines, 'y'), 1, 0, 0};
  std::thread reader([&] { EXPECT_TRUE(inbox.put(large, milliseconds(5000))); });
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_FALSE(put_line(inbox, "small")) << "it is behind the large one";
  EXPECT_EQ(name_of(inbox.take(milliseconds(0))), "line " + half);
  reader.join();
  EXPECT_EQ(name_of(inbox.take(milliseconds(0))).substr(0, 6), "line y");
}

}  // namespace
}  // namespace auweave::intake
