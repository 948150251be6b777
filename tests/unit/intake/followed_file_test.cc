#include "intake/followed_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "support/text_file.h"

namespace auweave::intake {
namespace {

using From = FollowedFile::From;
using Lines = std::vector<std::string>;

class Followed : public testing::Test {
 protected:
  static Lines read(FollowedFile& file) {
    Lines lines;
    while (true) {
      auto line = file.next();
      if (!line.ok()) return {line.error().message};
      if (!line->has_value()) return lines;
      lines.emplace_back((*line)->text);
    }
  }
  static void append(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::app) << text;
  }
  FollowedFile follow(From from) { return {path_, from, 1000}; }

  support::TemporaryFolder folder_;
  std::string path_ = folder_.path("tlog.log");
};

TEST_F(Followed, ReadsOnAsItGrows) {
  append(path_, "one\nhal");
  FollowedFile file = follow(From::start);
  EXPECT_EQ(read(file), (Lines{"one"}));
  append(path_, "f\nthree\n");
  EXPECT_EQ(read(file), (Lines{"half", "three"}));
  EXPECT_EQ(read(file), Lines{});
  EXPECT_EQ(file.position(), 15U);
}

TEST_F(Followed, BeginsAtTheEndOfWhatIsThere) {
  append(path_, "old\n");
  FollowedFile file = follow(From::end);
  EXPECT_EQ(read(file), Lines{});
  append(path_, "new\n");
  EXPECT_EQ(read(file), (Lines{"new"}));
}

TEST_F(Followed, WaitsForAFileAndReadsAllOfIt) {
  FollowedFile file = follow(From::end);
  EXPECT_EQ(read(file), Lines{});
  EXPECT_FALSE(file.there());
  append(path_, "first\n");
  EXPECT_EQ(read(file), (Lines{"first"}));
}

// A recorder keeps the old file open as long as its session lasts.
TEST_F(Followed, ReadsARenamedFileOnBesideTheNewOne) {
  append(path_, "a1\na2");
  FollowedFile file = follow(From::start);
  EXPECT_EQ(read(file), (Lines{"a1"}));
  std::ofstream old(path_, std::ios::app);
  std::filesystem::rename(path_, path_ + ".1");
  EXPECT_EQ(read(file), Lines{});
  append(path_, "b1\n");
  EXPECT_EQ(read(file), (Lines{"b1"}));
  old << "-end\na3\n" << std::flush;
  append(path_, "b2\n");
  EXPECT_EQ(read(file), (Lines{"a2-end", "a3", "b2"}));
  std::filesystem::remove(path_ + ".1");
  old << "a4\n" << std::flush;
  EXPECT_EQ(read(file), (Lines{"a4"}));
  append(path_, "b3\n");
  EXPECT_EQ(read(file), (Lines{"b3"}));
}

TEST_F(Followed, BeginsAnewWhenTheFileWasCut) {
  append(path_, "one\ntwo\n");
  FollowedFile file = follow(From::start);
  EXPECT_EQ(read(file), (Lines{"one", "two"}));
  std::filesystem::copy(path_, path_ + ".1");
  std::filesystem::resize_file(path_, 0);
  EXPECT_EQ(read(file), Lines{});
  append(path_, "three\n");
  EXPECT_EQ(read(file), (Lines{"three"}));
  EXPECT_EQ(file.truncations(), 1U);
}

TEST_F(Followed, GivesAHalfLineWhenNobodyWritesOn) {
  append(path_, "one\nhalf");
  FollowedFile file = follow(From::start);
  EXPECT_EQ(read(file), (Lines{"one"}));
  EXPECT_EQ(file.rest()->text, "half");
  EXPECT_FALSE(file.rest().has_value());
}

TEST_F(Followed, SaysWhatIsNoFile) {
  FollowedFile file(folder_.path("."), From::start, 100);
  EXPECT_NE(read(file).at(0).find("Is a directory"), std::string::npos);
}

TEST_F(Followed, ReadsARenamedFileWhateverTookItsPlace) {
  append(path_, "1\n");
  FollowedFile file = follow(From::start);
  EXPECT_EQ(read(file), (Lines{"1"}));
  std::filesystem::rename(path_, path_ + ".1");
  std::filesystem::create_directory(path_);
  append(path_ + ".1", "2\n");
  EXPECT_EQ((*file.next())->text, "2");
  EXPECT_FALSE(file.next().ok());
  std::filesystem::remove(path_);
  EXPECT_EQ(read(file), Lines{});
  EXPECT_FALSE(file.there());
}

// Of three lines, the first: where another one goes on.
TEST_F(Followed, GoesOnBehindALine) {
  append(path_, "1\n2\n3\n");
  FollowedFile before = follow(From::start);
  ASSERT_EQ((*before.next())->text, "1");
  const FilePlace place = before.place();
  FollowedFile after = follow(From::end);
  after.resume(place);
  EXPECT_EQ(read(after), (Lines{"2", "3"}));
  append(path_, "4\n");
  EXPECT_EQ(read(after), (Lines{"4"}));
}

TEST_F(Followed, GoesOnInARenamedFileAndThenInTheNewOne) {
  append(path_, "1\n2\n");
  FollowedFile before = follow(From::start);
  ASSERT_EQ((*before.next())->text, "1");
  std::filesystem::rename(path_, path_ + ".1");
  append(path_, "3\n");
  FollowedFile after = follow(From::end);
  after.resume(before.place());
  EXPECT_EQ(read(after), (Lines{"2", "3"}));
}

TEST_F(Followed, GoesOnWithWhatThereIsWhenItsFileIsGoneOrCut) {
  append(path_, "1\n2\n");
  FollowedFile before = follow(From::start);
  EXPECT_EQ(read(before), (Lines{"1", "2"}));
  std::filesystem::resize_file(path_, 0);
  append(path_, "3\n");
  FollowedFile cut = follow(From::end);
  cut.resume(before.place());
  EXPECT_EQ(read(cut), (Lines{"3"}));
  FollowedFile gone = follow(From::end);
  gone.resume({1, 2, 3});
  EXPECT_EQ(read(gone), (Lines{"3"}));
}

TEST_F(Followed, KeepsFewRenamedFilesOpen) {
  append(path_, "0\n");
  FollowedFile file = follow(From::start);
  EXPECT_EQ(read(file), (Lines{"0"}));
  for (int i = 1; i < 20; ++i) {
    std::filesystem::rename(path_, path_ + "." + std::to_string(i));
    append(path_, std::to_string(i) + "\n");
    EXPECT_EQ(read(file), (Lines{std::to_string(i)}));
  }
}

class OwnFile : public Followed {
 protected:
  void SetUp() override {
    std::filesystem::permissions(folder_.path("."), std::filesystem::perms{0755});
    append(path_, "one\n");
    mode(path_, 0644);
  }
  static void mode(const std::string& path, unsigned mode) {
    std::filesystem::permissions(path, std::filesystem::perms{mode});
  }
  bool own(std::vector<std::uint32_t> trusted) {
    FollowedFile file = follow(From::start);
    if (!trusted.empty()) file.trust(std::move(trusted));
    EXPECT_EQ(read(file), (Lines{"one"}));
    return file.own_file();
  }
  const std::uint32_t me_ = ::geteuid();
};

TEST_F(OwnFile, IsOneThatOnlyTheTrustedMayWrite) {
  EXPECT_TRUE(own({me_}));
  EXPECT_FALSE(own({}));
  EXPECT_FALSE(own({me_ + 1}));
  mode(path_, 0664);
  EXPECT_FALSE(own({me_}));
  mode(path_, 0646);
  EXPECT_FALSE(own({me_}));
  mode(path_, 0640);
  EXPECT_TRUE(own({me_}));
}

TEST_F(OwnFile, LiesInAFolderThatOnlyTheyMayWrite) {
  mode(folder_.path("."), 0777);
  EXPECT_FALSE(own({me_}));
  mode(folder_.path("."), 0775);
  EXPECT_FALSE(own({me_}));
}

TEST_F(OwnFile, IsDecidedWhenItIsOpened) {
  FollowedFile file = follow(From::start);
  file.trust({me_});
  EXPECT_EQ(read(file), (Lines{"one"}));
  mode(path_, 0666);
  append(path_, "two\n");
  EXPECT_EQ(read(file), (Lines{"two"}));
  EXPECT_TRUE(file.own_file());
  std::filesystem::rename(path_, path_ + ".1");
  append(path_, "three\n");
  mode(path_, 0666);
  EXPECT_EQ(read(file), (Lines{"three"}));
  EXPECT_FALSE(file.own_file());
}

}  // namespace
}  // namespace auweave::intake
