#include "audit/kernel_status.h"

#include <gtest/gtest.h>

namespace auweave::audit {
namespace {

// Of this machine, if it tells.
TEST(KernelStatus, IsWhatTheKernelSays) {
  const auto status = kernel_status();
  if (!status.ok()) GTEST_SKIP() << status.error().message;
  EXPECT_GT(status->backlog_limit, 0U);
  const auto again = kernel_status();
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_GE(again->lost, status->lost);
}

}  // namespace
}  // namespace auweave::audit
