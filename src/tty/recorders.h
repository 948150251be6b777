// Recorders: one row for each program whose recordings auweave reads: how a recording is vouched
// for, how it is opened and replayed, and the words for its faults. The join, the story and the
// inputs ask the row and know no recorder by name. A new source is a decoder and one row here. Pure
// but for Recorder::open; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tty/timed_logs.h"

namespace auweave::tty {

// How the audit trail vouches for a recording.
enum class Vouched {
  by_pid,       // the recording names the pid of its recorder's execve (tlog)
  by_command,   // a USER_CMD has the same command line and terminal (sudo)
  by_recorder,  // an execve of the recorder names the recording's file (script, asciinema)
};

struct Recorder {
  // `source` of documents. All names but sudo's are those of programs::recorder_of().
  std::string_view source;
  Vouched vouched = Vouched::by_pid;
  // The other fields are for RecordJoin, and for sources that are no lines. tlog's row has none of
  // them.
  std::int64_t most_apart_ns = 0;  // between the audit record and the recording's beginning
  // True: a recording without a terminal ran on none. False: the recording never names its
  // terminal.
  bool tells_terminal = true;
  // The word without which a command line of the recorder records nothing ("rec"); empty: none
  // needed.
  std::string_view verb = {};
  // The file that the recorder writes if its command line names none; empty: it must name one.
  std::string_view default_file = {};
  std::string_view unvouched = {};  // why an unvouched recording is suspect

  // For subcommands: the option of the command line, its help, and the function that opens its
  // argument. Errors: usage, config.
  std::string_view option = {}, help = {};
  base::Result<TimedLogs> (*open)(const std::string& argument, bool terminal_input) = nullptr;
  // How a person plays the recording. {file}: the input as it was named; {before}, {behind}: its
  // parts around the last comma; {rec}: the recording's own name; {command}: the recorded command,
  // not quoted.
  std::string_view replay = {};
};

[[nodiscard]] std::span<const Recorder> recorders();
// Returns the row of a source, or null if there is none.
[[nodiscard]] const Recorder* recorder_of(std::string_view source);

}  // namespace auweave::tty
