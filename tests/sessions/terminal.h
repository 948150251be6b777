// A shell at a terminal of its own, and what that terminal gets, with the time of each piece.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/unique_fd.h"

namespace auweave::sessions {

struct Shown {
  std::int64_t at_ns = 0;  // since the epoch
  std::string bytes;
  int columns = 0, rows = 0;  // the window became this, where bytes are empty
};

struct Start {
  std::string path;  // of the program
  std::string name;  // its argv[0]
  std::string folder;
  std::vector<std::string> environment;
  int columns = 80, rows = 24;
};

class Terminal {
 public:
  explicit Terminal(const Start& start);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void type(const std::string& bytes);
  void resize(int columns, int rows);
  // Reads for so long.
  void look(int ms);
  // Reads until nothing came for so long, at most 3 s.
  void settle(int quiet_ms);
  // Reads until a shell waits for a line; false when none does within 20 s, or it is over.
  bool wait_for_prompt();
  // Reads to the shell's end, at most 5 s.
  void wait_for_end();

  [[nodiscard]] const std::vector<Shown>& shown() const { return shown_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] std::int64_t started_ns() const { return started_ns_; }

 private:
  bool read_some(int ms);
  [[nodiscard]] bool shell_waits() const;

  base::UniqueFd master_;
  pid_t pid_ = -1;
  std::int64_t started_ns_ = 0;
  bool over_ = false;
  std::vector<Shown> shown_;
};

std::int64_t now_ns();

}  // namespace auweave::sessions
