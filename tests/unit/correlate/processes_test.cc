#include "correlate/processes.h"

#include <gtest/gtest.h>

namespace auweave::correlate {
namespace {

Process process(std::int64_t pid, bool shell = false) {
  Process made;
  made.pid = model::Pid{pid};
  made.shell = shell;
  return made;
}

// make(1) starts one compiler after another: each asks for its parent.
TEST(Processes, KeepAParentThatStartsMoreThanTheyHold) {
  Processes processes;
  processes.enter(process(10));
  for (std::int64_t pid = 100; pid < 100 + 4 * 256; ++pid) {
    ASSERT_NE(processes.parent(model::Pid{10}), nullptr) << pid;
    processes.enter(process(pid));
  }
  EXPECT_EQ(processes.find(model::Pid{100}), nullptr);
}

// `sudo ./build.sh`: the script's forks are unknown, and each of their programs asks for the sudo.
TEST(Processes, KeepTheSudoAtWork) {
  Processes processes;
  Process sudo = process(10);
  sudo.changes_user = true;
  processes.enter(sudo);
  for (std::int64_t pid = 100; pid < 100 + 4 * 256; ++pid) {
    ASSERT_NE(processes.last_user_change(), nullptr) << pid;
    processes.enter(process(pid));
  }
}

// A program that opens one file after another would else outlive the parents of others.
TEST(Processes, KeepNoneForWhatItDoesItself) {
  Processes processes;
  processes.enter(process(10));
  for (std::int64_t pid = 100; pid < 100 + 256; ++pid) {
    ASSERT_NE(processes.find(model::Pid{10}), nullptr) << pid;
    processes.enter(process(pid));
  }
  EXPECT_EQ(processes.find(model::Pid{10}), nullptr);
}

TEST(Processes, KeepShellsLongerThanOthers) {
  Processes processes;
  processes.enter(process(10, true));
  processes.enter(process(11));
  for (std::int64_t pid = 100; pid < 100 + 300; ++pid) processes.enter(process(pid));
  EXPECT_EQ(processes.find(model::Pid{11}), nullptr);
  EXPECT_NE(processes.find(model::Pid{10}), nullptr);
}

TEST(Processes, AreFewWhenAllAreShells) {
  Processes processes;
  for (std::int64_t pid = 1; pid <= 1000; ++pid) processes.enter(process(pid, true));
  std::size_t known = 0;
  for (std::int64_t pid = 1; pid <= 1000; ++pid)
    known += processes.find(model::Pid{pid}) != nullptr;
  EXPECT_EQ(known, Processes::kMost);
}

}  // namespace
}  // namespace auweave::correlate
