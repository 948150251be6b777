// Documents of a generated session against what is true of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "told.h"

namespace auweave::sessions {

// Of lines: one of these each. Faults are counted beside them.
struct Counts {
  int lines = 0;
  int right = 0;
  int blanks = 0;  // of these, in which the line's spaces are not as they were
  int as_programs =
      0;  // a line that cannot be seen: its programs are told, and its output below them
  int missing = 0;
  int wrong_text = 0;
  int lacks_program = 0, lacks_output = 0;
  int foreign_program = 0, foreign_output = 0;
  // Of documents, not of lines.
  int made_up = 0;
  int mixed = 0;    // a command of no line that holds programs or output of several, or another's
  int control = 0;  // a control character in tty_output
  int not_run = 0;  // lines that the driver failed to enter: in no other count
  [[nodiscard]] int faults() const {
    return foreign_program + foreign_output + made_up + mixed + control;
  }
};

struct Finding {
  std::string sort, detail;
};

struct Share {
  int lines = 0, right = 0;
};

struct Judgement {
  std::map<std::string, Counts> by_shell;  // "dash", "dash unseen"
  std::map<std::string, Share>
      by_way;  // "pasted", "in a block": of lines at the session's own shell
  std::vector<Finding> findings;
};

Judgement judge(const std::string& truth, const std::vector<std::string>& documents);

void add(const Counts& more, Counts& sum);
std::string table(const std::map<std::string, Counts>& by_shell);
std::string table(const std::map<std::string, Share>& by_way);

}  // namespace auweave::sessions
