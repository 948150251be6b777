#include "intake/followed_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/journal_files.h"
#include "support/text_file.h"

namespace auweave::intake {
namespace {

using From = FollowedJournal::From;
using testing::ElementsAre;
using testing::IsEmpty;

class FollowedJournalTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
  }
  void write(int second, const std::string& message) const {
    const support::ExportedEntry entry{1'795'000'000'000'000 + second * 1'000'000,
                                       "b27a07e823694d33b1e5af691b3ff37d",
                                       {{"SYSLOG_IDENTIFIER", "ours"}, {"MESSAGE", message}}};
    std::filesystem::create_directories(place());
    support::write_journal(place() + "/a.journal", support::exported({entry}));
  }
  [[nodiscard]] std::string place() const { return folder_.path("journal"); }
  [[nodiscard]] FollowedJournal followed(From from) const {
    return {place(), {"SYSLOG_IDENTIFIER=ours"}, from};
  }

  support::TemporaryFolder folder_;
};

std::vector<std::string> come(FollowedJournal& journal) {
  std::vector<std::string> all;
  while (true) {
    auto entry = journal.next();
    if (!entry.ok()) all.push_back("ERROR " + entry.error().message);
    if (!entry.ok() || !entry->has_value()) return all;
    all.push_back((*entry)->message);
  }
}

TEST_F(FollowedJournalTest, BeginsAtTheEndOrTheStart) {
  write(1, "before");
  auto from_end = followed(From::end);
  auto from_start = followed(From::start);
  EXPECT_THAT(come(from_end), IsEmpty());
  EXPECT_THAT(come(from_start), ElementsAre("before"));
  write(2, "after");
  EXPECT_THAT(come(from_end), ElementsAre("after"));
  EXPECT_THAT(come(from_start), ElementsAre("after"));
  EXPECT_TRUE(from_end.there());
}

TEST_F(FollowedJournalTest, GoesOnBehindACursor) {
  write(1, "1");
  write(2, "2");
  auto before = followed(From::start);
  const auto first = before.next();
  ASSERT_TRUE(first.ok() && first->has_value());
  auto after = followed(From::end);
  after.resume((*first)->cursor);
  EXPECT_THAT(come(after), ElementsAre("2"));
  write(3, "3");
  EXPECT_THAT(come(after), ElementsAre("3"));
}

TEST_F(FollowedJournalTest, WaitsForAFolderThatIsNotThereAndReadsAllOfIt) {
  auto journal = followed(From::end);
  EXPECT_THAT(come(journal), IsEmpty());
  EXPECT_FALSE(journal.there());
  write(1, "first");
  EXPECT_THAT(come(journal), ElementsAre("first"));
  EXPECT_TRUE(journal.there());
}

TEST_F(FollowedJournalTest, AFolderWithoutFilesIsNotThereYet) {
  std::filesystem::create_directories(place());
  auto journal = followed(From::end);
  EXPECT_THAT(come(journal), IsEmpty());
  EXPECT_FALSE(journal.there());
}

TEST_F(FollowedJournalTest, NamesItselfAndWhatIsWrong) {
  EXPECT_EQ(FollowedJournal("", {}, From::end).name(), "journal");
  support::write_file(place(), "no folder");
  auto journal = followed(From::end);
  EXPECT_THAT(come(journal), ElementsAre("ERROR " + place() + ": Not a directory"));
  EXPECT_FALSE(journal.there());
}

}  // namespace
}  // namespace auweave::intake
