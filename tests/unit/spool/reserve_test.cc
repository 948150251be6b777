#include "spool/reserve.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>

#include "support/text_file.h"

namespace auweave::spool {
namespace {

TEST(Reserve, TakesItsSpaceAndGivesItBack) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path("reserve");
  Reserve reserve(std::filesystem::path(path).parent_path(), 1U << 20U);
  for (int twice = 0; twice < 2; ++twice) {
    const auto taken = reserve.take();
    ASSERT_TRUE(taken.ok()) << taken.error().message;
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_GE(info.st_blocks * 512, 1 << 20);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
  }
  EXPECT_TRUE(reserve.release());
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_FALSE(reserve.release());
}

TEST(Reserve, LeavesNoHalfOne) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path("reserve");
  Reserve reserve(std::filesystem::path(path).parent_path(), std::uint64_t{1} << 60U);
  const auto taken = reserve.take();
  ASSERT_FALSE(taken.ok());
  EXPECT_NE(taken.error().message.find(path + ": "), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace auweave::spool
