#include "base/folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "support/text_file.h"

namespace auweave::base {
namespace {

namespace fs = std::filesystem;

class FolderBelow : public testing::TestWithParam<Folder::Way> {
 protected:
  void SetUp() override {
    fs::create_directories(root_ + "/deep/er");
    write("plain", "text");
    write("deep/er/file", "text");
    write("../outside", "secret");
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(root_ + "/" + name) << text;
  }
  // "text", "nothing", or what the Error says behind the path.
  std::string opened(const std::string& below) const {
    auto folder = Folder::open(root_, GetParam());
    if (!folder.ok()) return folder.error().message;
    auto fd = folder->file(below);
    if (!fd.ok()) return fd.error().message.substr(folder->path_of(below).size() + 2);
    if (!fd->valid()) return "nothing";
    std::string text(16, '\0');
    text.resize(static_cast<std::size_t>(::read(fd->get(), text.data(), text.size())));
    return text;
  }

  support::TemporaryFolder folder_;
  std::string root_ = folder_.path("folder");
};

TEST_P(FolderBelow, OpensWhatIsBelow) {
  EXPECT_EQ(opened("plain"), "text");
  EXPECT_EQ(opened("deep/er/file"), "text");
  EXPECT_EQ(opened("missing"), "nothing");
  EXPECT_EQ(opened("deep/missing/file"), "nothing");
}

TEST_P(FolderBelow, FollowsNoLinkAndNothingThatLeadsOut) {
  fs::create_symlink(root_ + "/plain", root_ + "/link");
  fs::create_symlink("plain", root_ + "/near");
  fs::create_directory_symlink(root_ + "/deep", root_ + "/folder-link");
  fs::create_symlink("/proc/self/fd/0", root_ + "/magic");
  for (const char* link : {"link", "near", "folder-link/er/file", "magic"})
    EXPECT_EQ(opened(link), "is a symbolic link, or behind one: not read") << link;
  EXPECT_EQ(opened("../outside"), "is outside of its folder: not read");
  EXPECT_EQ(opened("deep/../../outside"), "is outside of its folder: not read");
}

TEST_P(FolderBelow, RefusesWhatIsNoFileOrHasASecondName) {
  ASSERT_EQ(::mkfifo((root_ + "/fifo").c_str(), 0600), 0);
  EXPECT_EQ(opened("fifo"), "is not a regular file") << "without waiting for a writer";
  EXPECT_EQ(opened("deep"), "Is a directory");
  fs::create_hard_link(root_ + "/../outside", root_ + "/hard");
  EXPECT_EQ(opened("hard"), "has several names (hard links): not read");
}

// A lease makes open(2) wait for its holder, for 45 s.
TEST_P(FolderBelow, DoesNotWaitForALease) {
  std::signal(SIGIO, SIG_IGN);
  const UniqueFd held(::open((root_ + "/plain").c_str(), O_RDWR | O_CLOEXEC));
  if (::fcntl(held.get(), F_SETLEASE, F_WRLCK) != 0) GTEST_SKIP() << "no leases here";
  EXPECT_EQ(opened("plain"), "nothing") << "for now";
}

INSTANTIATE_TEST_SUITE_P(Ways, FolderBelow,
                         testing::Values(Folder::Way::automatic, Folder::Way::walk),
                         [](const auto& way) {
                           return way.param == Folder::Way::walk ? "walk" : "openat2";
                         });

TEST(Folder, IsHeldThoughAnotherTakesItsName) {
  support::TemporaryFolder temporary;
  const std::string path = temporary.path("a");
  fs::create_directories(path);
  std::ofstream(path + "/x") << "first";
  auto folder = Folder::open(path);
  ASSERT_TRUE(folder.ok());
  fs::rename(path, temporary.path("b"));
  fs::create_directories(path);
  auto fd = folder->file("x");
  EXPECT_TRUE(fd.ok() && fd->valid());
}

TEST(Folder, GivesItsNames) {
  support::TemporaryFolder temporary;
  for (const char* name : {"a", "b", ".c"}) std::ofstream(temporary.path(name)) << "x";
  auto folder = Folder::open(temporary.path("."));
  ASSERT_TRUE(folder.ok());
  auto entries = folder->entries();
  ASSERT_TRUE(entries.ok());
  std::set<std::string> names;
  while (auto name = entries->next()) names.insert(*name);
  EXPECT_EQ(names, (std::set<std::string>{"a", "b", ".c"}));
  const auto facts = folder->look("a");
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->size, 1U);
  EXPECT_EQ(facts->owner, ::geteuid());
  EXPECT_FALSE(folder->look("d").has_value());
}

TEST(ChosenPath, LeadsOverLinksOfRootAndOfNobodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to make another account's link";
  support::TemporaryFolder temporary;
  const std::string real = temporary.path("real"), link = temporary.path("link");
  fs::create_directories(real);
  std::ofstream(real + "/x") << "x";
  fs::create_directory_symlink("real", link);
  fs::create_symlink(real + "/x", temporary.path("file-link"));
  EXPECT_TRUE(Folder::open(link).ok());
  EXPECT_TRUE(open_chosen(link + "/x").ok());
  EXPECT_TRUE(open_chosen(temporary.path("file-link")).ok());
  ASSERT_EQ(::lchown(link.c_str(), 4242, 4242), 0);
  EXPECT_FALSE(Folder::open(link).ok());
  const auto refused = open_chosen(link + "/x");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message,
            link + "/x: leads over a symbolic link that a user made: not read");
  fs::create_hard_link(real + "/x", temporary.path("copy"));
  EXPECT_TRUE(open_chosen(real + "/x").ok()) << "a copy of root's, as cp -l makes it";
  ASSERT_EQ(::chmod(real.c_str(), 01777), 0);
  EXPECT_FALSE(open_chosen(real + "/x").ok());
  const auto missing = open_chosen(temporary.path("none/x"));
  EXPECT_TRUE(missing.ok() && !missing->valid());
}

}  // namespace
}  // namespace auweave::base
