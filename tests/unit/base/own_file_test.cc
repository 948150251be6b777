#include "base/own_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "support/text_file.h"

namespace auweave::base {
namespace {

namespace fs = std::filesystem;
using support::read_file;
using support::TemporaryFolder;
using support::write_file;

constexpr int kFlags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC;

class OwnFile : public testing::Test {
 protected:
  // "x" is appended to the file, or nothing and why.
  std::string append(const std::string& name) {
    auto fd = open_own(folder_.path(name), kFlags, 0640);
    if (!fd.ok()) return fd.error().message;
    return ::write(fd->get(), "x", 1) == 1 ? "" : "not written";
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    return read_file(folder_.path(name));
  }
  TemporaryFolder folder_;
};

TEST_F(OwnFile, IsMadeOrFound) {
  EXPECT_EQ(append("new"), "");
  EXPECT_EQ(append("new"), "");
  EXPECT_EQ(text("new"), "xx");
}

TEST_F(OwnFile, MayBeNamedByALinkOfOurOwn) {
  write_file(folder_.path("there"), "1");
  fs::create_symlink("there", folder_.path("near"));
  fs::create_symlink(folder_.path("there"), folder_.path("far"));
  fs::create_symlink("far", folder_.path("twice"));
  EXPECT_EQ(append("near"), "");
  EXPECT_EQ(append("far"), "");
  EXPECT_NE(append("twice"), "");
  EXPECT_EQ(text("there"), "1xx");
}

TEST_F(OwnFile, IsNotWhatAStrangersLinkNames) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can act as two accounts";
  write_file(folder_.path("precious"), "1");
  fs::create_symlink("precious", folder_.path("out"));
  ASSERT_EQ(::lchown(folder_.path("out").c_str(), 1234, 1234), 0);
  EXPECT_EQ(append("out"),
            folder_.path("out") + ": belongs to uid 1234, who could have put anything there");
  EXPECT_EQ(text("precious"), "1");
}

TEST_F(OwnFile, IsNoFileOfAStranger) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can act as two accounts";
  write_file(folder_.path("theirs"), "1");
  ASSERT_EQ(::chown(folder_.path("theirs").c_str(), 1234, 1234), 0);
  EXPECT_NE(append("theirs").find("belongs to uid 1234"), std::string::npos);
  EXPECT_EQ(text("theirs"), "1");
}

TEST_F(OwnFile, MayBeADevice) {
  fs::create_symlink("/dev/null", folder_.path("null"));
  EXPECT_EQ(append("null"), "");
}

TEST_F(OwnFile, SaysThatThereIsNone) {
  errno = 0;
  EXPECT_FALSE(open_own(folder_.path("none"), O_RDONLY | O_CLOEXEC).ok());
  EXPECT_EQ(errno, ENOENT);
}

}  // namespace
}  // namespace auweave::base
