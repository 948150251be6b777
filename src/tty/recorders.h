// Recorders: one row for each program whose recordings auweave reads: how a recording is vouched for, how it is
// opened and replayed, and the words for what is wrong with it. The join, the story and the inputs ask the row and
// know no recorder by name. A new source is its decoder and one row here. Pure but for Recorder::open; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tty/timed_logs.h"

namespace auweave::tty {

// What in the audit trail vouches for a recording.
enum class Vouched {
  by_pid,  // the recording names its recorder's pid, and that process executed the recorder (tlog)
  by_command,   // a USER_CMD has the same command line, on the same terminal (sudo)
  by_recorder,  // an execve of the recorder names the recording's file (script, asciinema)
};

struct Recorder {
  std::string_view
      source;  // `source` of documents; of all but sudo's the name in programs::recorder_of()
  Vouched vouched = Vouched::by_pid;
  // The rest is of sources that are no lines, which RecordJoin joins; tlog has none of it.
  std::int64_t most_apart_ns = 0;  // between the audit record and the recording's beginning
  bool tells_terminal = true;  // a recording without a terminal ran on none; false: it never tells
  // The word of its command line without which it records nothing ("rec"); empty: it needs none.
  std::string_view verb = {};
  // The file that it writes where its command line names none; empty: it has to name one.
  std::string_view default_file = {};
  std::string_view unvouched = {};  // why a recording that nothing vouches for is suspect

  // Offline: the command line's option, its help, and what opens its argument. Errors: usage, config.
  std::string_view option = {}, help = {};
  base::Result<TimedLogs> (*open)(const std::string& argument, bool terminal_input) = nullptr;
  // How a person plays it. {file}: the input as it was named; {before}, {behind}: its parts around the last comma;
  // {rec}: the recording's own name; {command}: what it is of, which is not quoted.
  std::string_view replay = {};
};

[[nodiscard]] std::span<const Recorder> recorders();
// Null: no row has this source.
[[nodiscard]] const Recorder* recorder_of(std::string_view source);

}  // namespace auweave::tty
