#include "plugin/program_watch.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <filesystem>

#include "support/text_file.h"

namespace auweave::plugin {
namespace {

namespace fs = std::filesystem;

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

TEST(ProgramWatch, TellsAllFilesFirstAndThenThoseThatChanged) {
  const support::TemporaryFolder folder;
  const std::string one = folder.path("one");
  support::write_file(one, "a");
  const std::string other = folder.path("other");
  ProgramWatch watch({one, other});
  const auto first = watch.look(at(1000));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->at, at(1000));
  EXPECT_EQ(first->since, base::WallTime{});
  ASSERT_EQ(first->files.size(), 2U);
  struct stat facts {};
  ASSERT_EQ(::stat(one.c_str(), &facts), 0);
  EXPECT_EQ(first->files[0].path, one);
  EXPECT_EQ(first->files[0].inode, facts.st_ino);
  ASSERT_FALSE(first->files[0].devices.empty());
  EXPECT_EQ(first->files[0].devices[0], device_text(facts.st_dev));
  EXPECT_EQ(first->files[1].inode, 0U);
  EXPECT_FALSE(watch.look(at(1000 + ProgramWatch::kEveryMs)).has_value());
  // A package's new file takes the place of the old one.
  support::write_file(folder.path("new"), "b");
  fs::rename(folder.path("new"), one);
  EXPECT_FALSE(watch.look(at(1001 + ProgramWatch::kEveryMs)).has_value());  // too soon
  const auto changed = watch.look(at(2000));
  ASSERT_TRUE(changed.has_value());
  EXPECT_EQ(changed->since, at(1000 + ProgramWatch::kEveryMs));
  ASSERT_EQ(changed->files.size(), 1U);
  EXPECT_NE(changed->files[0].inode, facts.st_ino);
  fs::remove(one);
  const auto removed = watch.look(at(3000));
  ASSERT_TRUE(removed.has_value());
  EXPECT_EQ(removed->files[0].inode, 0U);
  // A clock that was set back does not stop it.
  support::write_file(other, "c");
  EXPECT_TRUE(watch.look(at(500)).has_value());
}

TEST(ProgramWatch, WritesDevicesAsTheKernelDoes) {
  EXPECT_EQ(device_text(makedev(254, 0)), "fe:00");
  EXPECT_EQ(device_text(makedev(8, 1)), "08:01");
  EXPECT_EQ(device_text(makedev(259, 1'000)), "103:3e8");
}

}  // namespace
}  // namespace auweave::plugin
