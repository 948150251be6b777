// Chooses the line of a recording for which a shell executed a program. The times of the audit
// trail are ticks of the kernel (4 ms), those of a recording are another program's: they differ by
// some ms either way. So where lines follow each other within that, time cannot decide, and the
// order of lines and programs, and the words of the lines, do. Pure but for the commands it finds.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "correlate/commands.h"
#include "correlate/line_calls.h"
#include "correlate/process_action.h"
#include "correlate/track.h"

namespace auweave::correlate {

struct LineChoice {
  Command* command = nullptr;            // null: no line that is open explains the program
  std::optional<base::WallTime> begins;  // of the line that words decided for
  // How one of several lines was chosen; nothing: no other line was near.
  std::optional<Command::Chosen> chosen;
};

// `from`: begin of the line that words decided for last, of the same shell. What a shell executes
// later belongs to no line before it.
[[nodiscard]] LineChoice choose_line(const Track& track, Commands& commands,
                                     const ProcessAction& action,
                                     std::optional<base::WallTime> from);

// Returns what is left of a line when the programs that it has executed are taken away.
[[nodiscard]] LineCalls rest_of(const Command& command);
// True if the line names other programs only, all of which it has executed already.
[[nodiscard]] bool leaves_out(const Command& line, std::span<const std::string> argv);

}  // namespace auweave::correlate
