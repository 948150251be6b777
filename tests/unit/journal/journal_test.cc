#include "journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "support/text_file.h"

namespace auweave::journal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Entries = std::vector<std::string>;

class JournalTest : public testing::Test {
 protected:
  [[nodiscard]] std::string folder() const { return folder_.path("state"); }
  [[nodiscard]] Journal open() const {
    auto journal = Journal::open({folder()});
    EXPECT_TRUE(journal.ok()) << journal.error().message;
    return std::move(*journal);
  }
  [[nodiscard]] std::string problem() const {
    auto journal = Journal::open({folder()});
    return journal.ok() ? "" : journal.error().message;
  }
  support::TemporaryFolder folder_;
};

void append(Journal& journal, const Entries& entries) {
  const auto done = journal.append(entries);
  ASSERT_TRUE(done.ok()) << done.error().message;
}

// All from a number on; with what goes wrong.
Entries all(Journal& journal, std::uint64_t from) {
  Entries all;
  while (true) {
    auto batch = journal.read(from);
    if (!batch.ok()) all.push_back("ERROR " + batch.error().message);
    if (!batch.ok() || batch->empty()) return all;
    from += batch->size();
    all.insert(all.end(), batch->begin(), batch->end());
  }
}

TEST_F(JournalTest, HasWhatWasAppendedWhenItIsOpenedAgain) {
  std::string id;
  {
    Journal journal = open();
    id = journal.id();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(journal.first(), 1U);
    EXPECT_EQ(journal.next(), 1U);
    append(journal, {"one", std::string("t\0o", 3), ""});
    append(journal, {});
    append(journal, {std::string(300'000, 'x')});
    EXPECT_EQ(journal.next(), 5U);
  }
  Journal journal = open();
  EXPECT_EQ(journal.id(), id);
  EXPECT_EQ(journal.first(), 1U);
  EXPECT_EQ(journal.next(), 5U);
  EXPECT_GT(journal.bytes(), 300'000U);
  EXPECT_THAT(all(journal, 1),
              ElementsAre("one", std::string("t\0o", 3), "", std::string(300'000, 'x')));
  EXPECT_THAT(all(journal, 3), ElementsAre("", std::string(300'000, 'x')));
  EXPECT_THAT(all(journal, 5), IsEmpty());
}

TEST_F(JournalTest, ForgetsWholeBatchesAndNoNumberIsGivenTwice) {
  {
    Journal journal = open();
    append(journal, {"1", "2"});
    append(journal, {"3", "4"});
    append(journal, {"5"});
    ASSERT_TRUE(journal.forget_before(4).ok());
    EXPECT_EQ(journal.first(), 3U);
    EXPECT_THAT(all(journal, 3), ElementsAre("3", "4", "5"));
    EXPECT_THAT(all(journal, 2), ElementsAre(HasSubstr("entry 2 is not there")));
    ASSERT_TRUE(journal.forget_before(6).ok());
    EXPECT_EQ(journal.first(), 6U);
    EXPECT_EQ(journal.bytes(), 0U);
  }
  Journal journal = open();
  EXPECT_EQ(journal.first(), 6U);
  EXPECT_EQ(journal.next(), 6U);
  append(journal, {"6"});
  EXPECT_THAT(all(journal, 6), ElementsAre("6"));
}

TEST_F(JournalTest, KeepsMarks) {
  {
    Journal journal = open();
    EXPECT_EQ(*journal.mark("delivered"), std::nullopt);
    ASSERT_TRUE(journal.set_mark("delivered", 7).ok());
    ASSERT_TRUE(journal.set_mark("delivered", 9).ok());
  }
  Journal journal = open();
  EXPECT_EQ(*journal.mark("delivered"), 9U);
  EXPECT_EQ(*journal.mark("other"), std::nullopt);
}

TEST_F(JournalTest, IsOneProcessesAndTheOwnersAlone) {
  Journal journal = open();
  EXPECT_EQ(problem(), folder() + ": another process has this journal");
  EXPECT_EQ(std::filesystem::status(folder()).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(JournalTest, SaysWhatIsWrongAndCanBeSetAside) {
  std::string id;
  {
    Journal journal = open();
    id = journal.id();
    append(journal, {"1"});
  }
  support::write_file(folder() + "/journal.db", "this is no database at all, or not any more");
  std::filesystem::remove(folder() + "/journal.db-wal");
  EXPECT_EQ(problem(), folder() + "/journal.db: file is not a database");
  ASSERT_TRUE(Journal::set_aside(folder(), "damaged").ok());
  EXPECT_TRUE(std::filesystem::exists(folder() + "/damaged-journal.db"));
  Journal journal = open();
  EXPECT_NE(journal.id(), id);
  EXPECT_EQ(journal.next(), 1U);
}

// A bit that a disk lost is found, and never read as something else.
TEST_F(JournalTest, DamageIsNoticed) {
  {
    Journal journal = open();
    for (int i = 0; i < 50; ++i)
      append(journal, {"entry " + std::to_string(i) + std::string(500, 'x')});
  }
  const std::string whole = support::read_file(folder() + "/journal.db");
  std::mt19937 random(5);
  int noticed = 0;
  for (int round = 0; round < 100; ++round) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] ^= static_cast<char>(1U << random() % 8);
    support::write_file(folder() + "/journal.db", damaged);
    auto opened = Journal::open({folder()});
    if (!opened.ok()) {
      ++noticed;
      continue;
    }
    EXPECT_EQ(opened->first(), 1U);
    EXPECT_EQ(opened->next(), 51U);
    const Entries read = all(*opened, 1);
    for (std::size_t i = 0; i < read.size(); ++i) {
      const bool right = read[i] == "entry " + std::to_string(i) + std::string(500, 'x');
      const bool told = read[i].starts_with("ERROR ");
      EXPECT_TRUE(right || told) << read[i].substr(0, 40);
      if (told) ++noticed;
    }
  }
  EXPECT_GT(noticed, 25);  // the rest hit what is not in use
}

TEST_F(JournalTest, AFolderThatCannotBeMadeIsAnError) {
  support::write_file(folder(), "a file");
  EXPECT_THAT(problem(), HasSubstr(folder() + ": "));
}

// Killed at any moment it has all that append() returned for, and nothing of half a batch.
TEST_F(JournalTest, HasAllThatItSaidItHasAfterBeingKilled) {
  std::mt19937 random(9);
  std::uint64_t before = 0;
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto journal = Journal::open({folder()});
      if (!journal.ok()) ::_exit(1);
      while (true) {
        const std::string text = std::to_string(journal->next());
        if (!journal->append(Entries{text, text, text}).ok()) ::_exit(1);
        const std::uint64_t next = journal->next();
        if (::write(ends[1], &next, sizeof next) != sizeof next) ::_exit(1);
      }
    }
    ::close(ends[1]);
    std::uint64_t said = 0;
    const int batches = 1 + static_cast<int>(random() % 40);
    for (int i = 0; i < batches; ++i) ASSERT_EQ(::read(ends[0], &said, sizeof said), ssize_t{8});
    ::usleep(static_cast<useconds_t>(random() % 2000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    for (std::uint64_t more = 0; ::read(ends[0], &more, sizeof more) == 8;) said = more;
    ::close(ends[0]);
    Journal journal = open();
    EXPECT_GE(journal.next(), said);
    EXPECT_GT(journal.next(), before);
    EXPECT_EQ((journal.next() - 1) % 3, 0U);
    const Entries entries = all(journal, 1);
    ASSERT_EQ(entries.size(), journal.next() - 1);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      ASSERT_EQ(entries[i], std::to_string(i / 3 * 3 + 1));
    }
    before = journal.next();
  }
}

}  // namespace
}  // namespace auweave::journal
