#include "systemd/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "support/journal_files.h"
#include "support/text_file.h"

namespace auweave::systemd {
namespace {

namespace fs = std::filesystem;
using support::ExportedEntry;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
const std::vector<std::string> kOurs = {"SYSLOG_IDENTIFIER=ours", "_COMM=our-program"};

ExportedEntry entry(std::int64_t second, const std::string& message,
                    const std::string& identifier = "ours") {
  return {1'795'000'000'000'000 + second * 1'000'000,
          kBoot,
          {{"SYSLOG_IDENTIFIER", identifier}, {"MESSAGE", message}, {"_HOSTNAME", "h"}}};
}

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
  }
  void write(const std::string& file, const std::vector<ExportedEntry>& entries) const {
    support::write_journal(folder_.path(file), support::exported(entries));
  }
  [[nodiscard]] std::string folder() const { return folder_.path("."); }
  [[nodiscard]] Journal open() const {
    auto journal = Journal::open(folder(), kOurs);
    EXPECT_TRUE(journal.ok());
    return std::move(*journal);
  }

  support::TemporaryFolder folder_;
};

std::vector<std::string> messages(Journal& journal) {
  std::vector<std::string> all;
  while (true) {
    auto entry = journal.next();
    if (!entry.ok()) all.push_back("ERROR " + entry.error().message);
    if (!entry.ok() || !entry->has_value()) return all;
    all.push_back((*entry)->message);
  }
}

// As a running plugin does.
std::vector<std::string> messages_after_look(Journal& journal) {
  EXPECT_TRUE(journal.look().ok());
  return messages(journal);
}

TEST_F(JournalTest, GivesEntriesThatMatchInTheOrderOfTheirTimeAcrossFiles) {
  write("a.journal", {entry(1, "first"), entry(2, "another's", "other"), entry(4, "third")});
  fs::create_directory(folder_.path("3d1219c7c4c5404aaa1f6d2a48adfda4"));
  ExportedEntry by_comm = entry(3, "second", "other");
  by_comm.fields.emplace_back("_COMM", "our-program");
  write("3d1219c7c4c5404aaa1f6d2a48adfda4/user-1001.journal", {by_comm, entry(5, "fourth")});
  Journal journal = open();
  EXPECT_THAT(messages(journal), ElementsAre("first", "second", "third", "fourth"));
  EXPECT_EQ(journal.files(), 2U);
  EXPECT_THAT(journal.unreadable_files(), IsEmpty());
}

TEST_F(JournalTest, TellsWhatJournaldKnowsOfTheWriter) {
  ExportedEntry known = entry(1, "m");
  for (const auto& field : std::vector<std::pair<std::string, std::string>>{
           {"_PID", "424"}, {"_UID", "1001"}, {"_AUDIT_SESSION", "52"}, {"_EXE", "/usr/bin/x"}}) {
    known.fields.push_back(field);
  }
  write("a.journal", {known, entry(2, "unknown")});
  Journal journal = open();
  const auto first = journal.next();
  ASSERT_TRUE(first.ok() && first->has_value());
  const model::JournalEntry& told = **first;
  EXPECT_EQ(told.time.ms(), 1'795'000'001'000);
  EXPECT_EQ(told.boot_id, kBoot);
  EXPECT_EQ(told.host, "h");
  EXPECT_EQ(told.unreadable, "");
  EXPECT_EQ(told.writer.pid, model::Pid{424});
  EXPECT_EQ(told.writer.uid, model::Uid{1001});
  EXPECT_EQ(told.writer.ses, model::Ses{52});
  EXPECT_EQ(told.writer.exe, "/usr/bin/x");
  const auto second = journal.next();
  ASSERT_TRUE(second.ok() && second->has_value());
  EXPECT_FALSE((*second)->writer.pid || (*second)->writer.uid || (*second)->writer.ses);
  EXPECT_EQ((*second)->writer.exe, "");
}

// sd-journal cuts them to 64 KiB when it is not told otherwise.
TEST_F(JournalTest, GivesLongMessagesWhole) {
  const std::string message = std::string(300'000, 'x') + "\nand more";
  write("a.journal", {entry(1, message)});
  Journal journal = open();
  EXPECT_THAT(messages(journal), ElementsAre(message));
}

TEST_F(JournalTest, GoesOnBehindACursor) {
  write("a.journal", {entry(1, "1"), entry(2, "2"), entry(3, "3")});
  std::vector<std::string> cursors;
  Journal before = open();
  for (auto e = before.next(); e.ok() && e->has_value(); e = before.next()) {
    cursors.push_back((*e)->cursor);
  }
  ASSERT_EQ(cursors.size(), 3U);
  const std::vector<std::vector<std::string>> rest = {{"2", "3"}, {"3"}, {}};
  for (std::size_t i = 0; i < cursors.size(); ++i) {
    Journal after = open();
    const auto there = after.seek_behind(cursors[i]);
    ASSERT_TRUE(there.ok());
    EXPECT_TRUE(*there);
    EXPECT_EQ(messages(after), rest[i]) << i;
  }
}

TEST_F(JournalTest, ACursorThatWasVacuumedIsToldAndNothingIsSkipped) {
  write("old.journal", {entry(1, "1"), entry(2, "2")});
  write("new.journal", {entry(3, "3"), entry(4, "4")});
  Journal before = open();
  const auto first = before.next();
  ASSERT_TRUE(first.ok() && first->has_value());
  fs::remove(folder_.path("old.journal"));
  Journal after = open();
  const auto there = after.seek_behind((*first)->cursor);
  ASSERT_TRUE(there.ok());
  EXPECT_FALSE(*there);
  EXPECT_THAT(messages(after), ElementsAre("3", "4"));
}

TEST_F(JournalTest, ANonsenseCursorIsAnError) {
  write("a.journal", {entry(1, "1")});
  Journal journal = open();
  const auto there = journal.seek_behind("nonsense");
  ASSERT_FALSE(there.ok());
  EXPECT_THAT(there.error().message, HasSubstr("Invalid argument"));
}

TEST_F(JournalTest, FromItsEndGivesWhatComesInAFileThatGrows) {
  write("a.journal", {entry(1, "1")});
  Journal journal = open();
  ASSERT_TRUE(journal.seek_end().ok());
  EXPECT_THAT(messages_after_look(journal), IsEmpty());
  write("a.journal", {entry(2, "2")});
  EXPECT_THAT(messages_after_look(journal), ElementsAre("2"));
  write("b.journal", {entry(3, "3"), entry(4, "4")});
  EXPECT_THAT(messages_after_look(journal), ElementsAre("3", "4"));
}

TEST_F(JournalTest, FromTheEndOfNothingGivesAllThatComes) {
  write("a.journal", {entry(1, "another's", "other")});
  Journal journal = open();
  ASSERT_TRUE(journal.seek_end().ok());
  EXPECT_THAT(messages_after_look(journal), IsEmpty());
  write("a.journal", {entry(2, "2")});
  EXPECT_THAT(messages_after_look(journal), ElementsAre("2"));
}

TEST_F(JournalTest, FilesThatComeInAnEmptyFolderAreSeen) {
  Journal journal = open();
  EXPECT_EQ(journal.files(), 0U);
  EXPECT_THAT(messages_after_look(journal), IsEmpty());
  write("a.journal", {entry(1, "1")});
  EXPECT_THAT(messages_after_look(journal), ElementsAre("1"));
}

// journald renames its file and begins another.
TEST_F(JournalTest, ReadsOnWhenFilesAreRotated) {
  write("system.journal", {entry(1, "1"), entry(2, "2")});
  Journal journal = open();
  const auto first = journal.next();
  ASSERT_TRUE(first.ok() && first->has_value());
  fs::rename(folder_.path("system.journal"), folder_.path("system@1.journal"));
  write("system.journal", {entry(3, "3")});
  EXPECT_THAT(messages_after_look(journal), ElementsAre("2", "3"));
}

TEST_F(JournalTest, FilesThatCannotBeReadAreNamed) {
  write("good.journal", {entry(1, "1")});
  support::write_file(folder_.path("bad.journal"), std::string(4096, 'x'));
  Journal journal = open();
  EXPECT_THAT(messages(journal), ElementsAre("1"));
  EXPECT_THAT(journal.unreadable_files(), ElementsAre(HasSubstr("bad.journal: ")));
  EXPECT_EQ(journal.files(), 1U);
}

TEST(Journal, AFolderThatIsNotThereIsAnError) {
  const auto journal = Journal::open("/nowhere/at/all", kOurs);
  ASSERT_FALSE(journal.ok());
  EXPECT_EQ(journal.error().kind, base::ErrorKind::io);
  EXPECT_EQ(journal.error().message, "/nowhere/at/all: No such file or directory");
}

}  // namespace
}  // namespace auweave::systemd
