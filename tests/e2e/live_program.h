// LiveProgram: a program at work whose standard input the test holds open, as auditd does with its
// plugins.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "support/program.h"
#include "support/text_file.h"

namespace auweave::e2e {

// What a program finds when it starts.
struct Surroundings {
  std::string folder = ".";
  bool empty_environment = false;
  bool closed_output = false;             // neither stdout nor stderr
  std::vector<int> blocked_signals = {};  // that somebody left blocked
};

class LiveProgram {
 public:
  explicit LiveProgram(const std::vector<std::string>& argv, const Surroundings& around = {});
  ~LiveProgram();  // kills what still runs
  LiveProgram(const LiveProgram&) = delete;
  LiveProgram& operator=(const LiveProgram&) = delete;

  void write(const std::string& text);
  // Bytes so far.
  [[nodiscard]] std::uint64_t written() const { return written_; }
  [[nodiscard]] int input() const { return input_.get(); }
  void close_input() { input_ = {}; }
  void signal(int number) const;

  // On stderr so far.
  [[nodiscard]] std::string said() const;
  [[nodiscard]] pid_t pid() const { return child_; }

  // Nothing: it did not end in time. Otherwise its exit status (128 + signal) and what it said.
  std::optional<support::Ran> wait(int timeout_ms = 20'000);

 private:
  support::TemporaryFolder folder_;
  base::UniqueFd input_;
  pid_t child_ = -1;
  std::uint64_t written_ = 0;
};

// False: nobody wrote anything but its own start to the file for quite a while.
bool wait_until_written(const std::string& path);

}  // namespace auweave::e2e
