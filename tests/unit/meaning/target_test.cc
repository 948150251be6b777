#include "meaning/target.h"

#include <gtest/gtest.h>

namespace auweave::meaning {
namespace {

TEST(ConnectionTarget, HasAddressPortAndProgram) {
  using Family = model::Peer::Family;
  EXPECT_EQ(connection_target({Family::inet, "10.99.1.2", 2222}, "ssh"), "10.99.1.2:2222/ssh");
  EXPECT_EQ(connection_target({Family::inet6, "fd99::2", 80}, "curl"), "[fd99::2]:80/curl");
  EXPECT_EQ(connection_target({Family::unix_socket, "/dev/log", 0}, "sshd"), "");
}

}  // namespace
}  // namespace auweave::meaning
