#include "base/whole_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/text_file.h"

namespace auweave::base {
namespace {

namespace fs = std::filesystem;
using support::read_file;
using support::TemporaryFolder;
using support::write_file;

std::size_t files_in(const std::string& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(WholeFile, ReplacesAFile) {
  const TemporaryFolder folder;
  const std::string path = folder.path("page");
  for (const std::string text : {"a long first text\n", "short\n", ""}) {
    ASSERT_TRUE(replace_file(path, text, 0640).ok());
    EXPECT_EQ(read_file(path), text);
  }
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777U, 0640U);
  EXPECT_EQ(files_in(folder.path("")), 1U);
}

// Whoever may write to the folder may put anything there.
TEST(WholeFile, OpensNothingThatHasTheName) {
  const TemporaryFolder folder;
  const std::string path = folder.path("page");
  ASSERT_EQ(::mkfifo(path.c_str(), 0666), 0);
  ASSERT_TRUE(replace_file(path, "1", 0644).ok());
  EXPECT_EQ(read_file(path), "1");
  write_file(folder.path("precious"), "precious");
  fs::remove(path);
  fs::create_symlink(folder.path("precious"), path);
  ASSERT_TRUE(replace_file(path, "2", 0644).ok());
  EXPECT_EQ(read_file(path), "2");
  fs::remove(path);
  fs::create_hard_link(folder.path("precious"), path);
  ASSERT_TRUE(replace_file(path, "3", 0644).ok());
  EXPECT_EQ(read_file(folder.path("precious")), "precious");
}

TEST(WholeFile, NamesWhatCannotBeWritten) {
  const TemporaryFolder folder;
  const std::string missing = folder.path("nowhere/page");
  EXPECT_EQ(replace_file(missing, "1", 0644).error().message.find(missing + ": "), 0U);
  fs::create_directory(folder.path("there"));
  EXPECT_FALSE(replace_file(folder.path("there"), "1", 0644).ok());
  EXPECT_EQ(files_in(folder.path("")), 1U);
  // A file system that knows no files without a name.
  const auto done = replace_file("/proc/nowhere/page", "1", 0644);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().message.find("/proc/nowhere/page: "), 0U);
}

}  // namespace
}  // namespace auweave::base
