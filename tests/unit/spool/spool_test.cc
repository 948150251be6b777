#include "spool/spool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "support/text_file.h"

namespace auweave::spool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Entries = std::vector<std::string>;

class SpoolTest : public testing::Test {
 protected:
  [[nodiscard]] std::string folder() const { return folder_.path("state"); }
  [[nodiscard]] Spool open() const {
    auto spool = Spool::open({folder()});
    EXPECT_TRUE(spool.ok()) << spool.error().message;
    return std::move(*spool);
  }
  [[nodiscard]] std::string problem() const {
    auto spool = Spool::open({folder()});
    return spool.ok() ? "" : spool.error().message;
  }
  support::TemporaryFolder folder_;
};

void append(Spool& spool, const Entries& entries) {
  const auto done = spool.append(entries);
  ASSERT_TRUE(done.ok()) << done.error().message;
}

// All from a number on; with what goes wrong.
Entries all(Spool& spool, std::uint64_t from) {
  Entries all;
  while (true) {
    auto batch = spool.read(from);
    if (!batch.ok()) all.push_back("ERROR " + batch.error().message);
    if (!batch.ok() || batch->empty()) return all;
    from += batch->size();
    all.insert(all.end(), batch->begin(), batch->end());
  }
}

// A commit costs one write, and a reader sees the batches of before.
TEST_F(SpoolTest, WritesAhead) {
  Spool spool = open();
  append(spool, {"a"});
  EXPECT_TRUE(std::filesystem::exists(folder() + "/spool.db-wal"));
}

TEST_F(SpoolTest, HasWhatWasAppendedWhenItIsOpenedAgain) {
  std::string id;
  {
    Spool spool = open();
    id = spool.id();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(spool.first(), 1U);
    EXPECT_EQ(spool.next(), 1U);
    append(spool, {"one", std::string("t\0o", 3), ""});
    append(spool, {});
    append(spool, {std::string(300'000, 'x')});
    EXPECT_EQ(spool.next(), 5U);
  }
  Spool spool = open();
  EXPECT_EQ(spool.id(), id);
  EXPECT_EQ(spool.first(), 1U);
  EXPECT_EQ(spool.next(), 5U);
  EXPECT_GT(spool.bytes(), 300'000U);
  EXPECT_THAT(all(spool, 1),
              ElementsAre("one", std::string("t\0o", 3), "", std::string(300'000, 'x')));
  EXPECT_THAT(all(spool, 3), ElementsAre("", std::string(300'000, 'x')));
  EXPECT_THAT(all(spool, 5), IsEmpty());
}

TEST_F(SpoolTest, ForgetsWholeBatchesAndNoNumberIsGivenTwice) {
  {
    Spool spool = open();
    append(spool, {"1", "2"});
    append(spool, {"3", "4"});
    append(spool, {"5"});
    ASSERT_TRUE(spool.forget_before(4).ok());
    EXPECT_EQ(spool.first(), 3U);
    EXPECT_THAT(all(spool, 3), ElementsAre("3", "4", "5"));
    EXPECT_THAT(all(spool, 2), ElementsAre(HasSubstr("entry 2 is not there")));
    ASSERT_TRUE(spool.forget_before(6).ok());
    EXPECT_EQ(spool.first(), 6U);
    EXPECT_EQ(spool.bytes(), 0U);
  }
  Spool spool = open();
  EXPECT_EQ(spool.first(), 6U);
  EXPECT_EQ(spool.next(), 6U);
  append(spool, {"6"});
  EXPECT_THAT(all(spool, 6), ElementsAre("6"));
}

TEST_F(SpoolTest, KeepsMarks) {
  {
    Spool spool = open();
    EXPECT_EQ(*spool.mark("delivered"), std::nullopt);
    ASSERT_TRUE(spool.set_mark("delivered", 7).ok());
    ASSERT_TRUE(spool.set_mark("delivered", 9).ok());
  }
  Spool spool = open();
  EXPECT_EQ(*spool.mark("delivered"), 9U);
  EXPECT_EQ(*spool.mark("other"), std::nullopt);
}

TEST_F(SpoolTest, KeepsTextsWithTheMarks) {
  {
    Spool spool = open();
    EXPECT_EQ(*spool.text("place"), std::nullopt);
    const Spool::Mark marks[] = {{"delivered", 7}};
    const Spool::Text texts[] = {{"place", std::string("a\0b", 3)}, {"empty", ""}};
    ASSERT_TRUE(spool.append(Entries{"1"}, marks, texts).ok());
    const Spool::Text later[] = {{"place", "c"}};
    ASSERT_TRUE(spool.append(Entries{}, marks, later).ok());  // without entries none is set
    EXPECT_EQ(*spool.text("place"), std::string("a\0b", 3));
    ASSERT_TRUE(spool.set_marks({}, later).ok());
  }
  Spool spool = open();
  EXPECT_EQ(*spool.mark("delivered"), 7U);
  EXPECT_EQ(*spool.text("place"), "c");
  EXPECT_EQ(*spool.text("empty"), "");
}

// It has no table of texts.
TEST_F(SpoolTest, OfAVersionWithoutTextsIsOpened) {
  {
    Spool spool = open();
    append(spool, {"1"});
  }
  {
    auto database = Database::open(folder() + "/spool.db", true);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(database->run("DROP TABLE text").ok());
  }
  Spool spool = open();
  EXPECT_THAT(all(spool, 1), ElementsAre("1"));
  EXPECT_EQ(*spool.text("place"), std::nullopt);
}

TEST_F(SpoolTest, IsOneProcessesAndTheOwnersAlone) {
  Spool spool = open();
  EXPECT_EQ(problem(), folder() + ": another process has this spool");
  EXPECT_EQ(std::filesystem::status(folder()).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(SpoolTest, SaysWhatIsWrongAndCanBeSetAside) {
  std::string id;
  {
    Spool spool = open();
    id = spool.id();
    append(spool, {"1"});
  }
  support::write_file(folder() + "/spool.db", "this is no database at all, or not any more");
  std::filesystem::remove(folder() + "/spool.db-wal");
  EXPECT_EQ(problem(), folder() + "/spool.db: file is not a database");
  ASSERT_TRUE(Spool::set_aside(folder(), "damaged").ok());
  EXPECT_TRUE(std::filesystem::exists(folder() + "/damaged-spool.db"));
  Spool spool = open();
  EXPECT_NE(spool.id(), id);
  EXPECT_EQ(spool.next(), 1U);
}

// A bit that a disk lost is found, and never read as something else.
TEST_F(SpoolTest, DamageIsNoticed) {
  {
    Spool spool = open();
    for (int i = 0; i < 50; ++i)
      append(spool, {"entry " + std::to_string(i) + std::string(500, 'x')});
  }
  const std::string whole = support::read_file(folder() + "/spool.db");
  std::mt19937 random(5);
  int noticed = 0;
  for (int round = 0; round < 100; ++round) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] ^= static_cast<char>(1U << random() % 8);
    support::write_file(folder() + "/spool.db", damaged);
    auto opened = Spool::open({folder()});
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

TEST_F(SpoolTest, AFolderThatCannotBeMadeIsAnError) {
  support::write_file(folder(), "a file");
  EXPECT_THAT(problem(), HasSubstr(folder() + ": "));
}

// Killed at any moment it has all that append() returned for, and nothing of half a batch.
TEST_F(SpoolTest, HasAllThatItSaidItHasAfterBeingKilled) {
  std::mt19937 random(9);
  std::uint64_t before = 0;
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto spool = Spool::open({folder()});
      if (!spool.ok()) ::_exit(1);
      while (true) {
        const std::string text = std::to_string(spool->next());
        if (!spool->append(Entries{text, text, text}).ok()) ::_exit(1);
        const std::uint64_t next = spool->next();
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
    Spool spool = open();
    EXPECT_GE(spool.next(), said);
    EXPECT_GT(spool.next(), before);
    EXPECT_EQ((spool.next() - 1) % 3, 0U);
    const Entries entries = all(spool, 1);
    ASSERT_EQ(entries.size(), spool.next() - 1);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      ASSERT_EQ(entries[i], std::to_string(i / 3 * 3 + 1));
    }
    before = spool.next();
  }
}

unsigned mode_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

// What is in it was typed and shown.
TEST_F(SpoolTest, IsNobodyElsesToRead) {
  Spool spool = open();
  append(spool, {"secret"});
  EXPECT_EQ(mode_of(folder()), 0700U);
  for (const auto& file : std::filesystem::directory_iterator(folder()))
    EXPECT_EQ(mode_of(file.path().string()), 0600U) << file.path();
}

TEST_F(SpoolTest, RefusesAFolderThatIsNotItsAlone) {
  std::filesystem::create_directory(folder());
  for (const mode_t mode : {01777U, 0755U, 0750U, 0701U}) {
    ASSERT_EQ(::chmod(folder().c_str(), mode), 0);
    EXPECT_THAT(problem(), HasSubstr("no folder that is this program's alone")) << mode;
    EXPECT_EQ(mode_of(folder()), mode);
  }
  ASSERT_EQ(::chmod(folder().c_str(), 0700), 0);
  EXPECT_EQ(problem(), "");
  std::filesystem::rename(folder(), folder() + "2");
  std::filesystem::create_directory_symlink(folder() + "2", folder());
  EXPECT_THAT(problem(), HasSubstr("no folder that is this program's alone"));
  if (::geteuid() != 0) return;
  ASSERT_EQ(::unlink(folder().c_str()), 0);
  std::filesystem::rename(folder() + "2", folder());
  ASSERT_EQ(::chown(folder().c_str(), 1234, 1234), 0);
  EXPECT_THAT(problem(), HasSubstr("no folder that is this program's alone"));
}

}  // namespace
}  // namespace auweave::spool
