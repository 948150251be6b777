#include <array>
#include <cstdio>

#include "judge.h"

namespace auweave::sessions {

void add(const Counts& more, Counts& sum) {
  for (int Counts::*const each :
       {&Counts::lines, &Counts::right, &Counts::blanks, &Counts::as_programs, &Counts::missing,
        &Counts::wrong_text, &Counts::lacks_program, &Counts::lacks_output,
        &Counts::foreign_program, &Counts::foreign_output, &Counts::made_up, &Counts::mixed,
        &Counts::control, &Counts::not_run})
    sum.*each += more.*each;
}

std::string table(const std::map<std::string, Counts>& by_shell) {
  std::string out =
      "shell            lines right     % blanks progr missing wrong lack-p lack-o | for-p for-o "
      "made-up mixed contr | not-run\n";
  for (const auto& [name, c] : by_shell) {
    std::array<char, 240> row{};
    std::snprintf(row.data(), row.size(),
                  "%-16s %5d %5d %5.1f %6d %5d %7d %5d %6d %6d | %5d %5d %7d %5d %5d | %d\n",
                  name.c_str(), c.lines, c.right, c.lines == 0 ? 0.0 : 100.0 * c.right / c.lines,
                  c.blanks, c.as_programs, c.missing, c.wrong_text, c.lacks_program, c.lacks_output,
                  c.foreign_program, c.foreign_output, c.made_up, c.mixed, c.control, c.not_run);
    out += row.data();
  }
  return out;
}

std::string table(const std::map<std::string, Share>& by_way) {
  std::string out = "entered            lines right     %\n";
  for (const auto& [name, share] : by_way) {
    std::array<char, 100> row{};
    std::snprintf(row.data(), row.size(), "%-18s %5d %5d %5.1f\n", name.c_str(), share.lines,
                  share.right, 100.0 * share.right / share.lines);
    out += row.data();
  }
  return out;
}

}  // namespace auweave::sessions
