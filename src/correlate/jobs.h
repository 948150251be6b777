// Jobs: the lines of one session that left something in the background, and which of the lines an
// unknown process belongs to. A fork leaves no record, so a subshell in the background is known from
// what it executes, perhaps after the next lines. A Jobs is a value for one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "correlate/command.h"

namespace auweave::correlate {

// True if the line leaves something in the background: `a &`, `(a; b) & c`, `coproc { a; }`.
[[nodiscard]] bool leaves_job(std::string_view line);
// True if one of the line's words, outside of comments, is the program's name or path.
[[nodiscard]] bool has_word(std::string_view line, std::string_view program);

class Jobs {
 public:
  // Notes an entered line that is over.
  void note(const Command& line);

  // Asked: a program that was executed by a process of which nothing is known, or that such a
  // process has become. `forked` is the pid of that process, a child of the session's shell.
  struct Asked {
    model::Pid forked;
    const ProcessAction& action;
    const Command* at_work = nullptr;  // the line at work, to which the program may belong as well
    bool by_word = false;              // the line must have the program's name
  };
  // Returns the line in the background to which the program belongs, or nothing if no line or more
  // than one line fits, or if the line at work does.
  [[nodiscard]] std::optional<CommandNumber> line_of(const Asked& asked) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(lines_);
  }

  static constexpr std::size_t kMostLines = 64;
  static constexpr std::size_t kMostText = 1024;  // kept bytes of a line

 private:
  struct Line {
    CommandNumber id;
    std::string text;  // empty: the line left nothing in the background
    base::WallTime ended;
    std::int64_t first_pid = 0;  // of the line's own programs; 0: the line has none

    template <typename Archive>
    void state(Archive& archive) {
      archive(id, text, ended, first_pid);
    }
  };

  std::deque<Line> lines_;  // in the order in which they were over
};

}  // namespace auweave::correlate
