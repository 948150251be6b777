// Recorders: one row for each program whose recordings auweave reads: how a recording is vouched
// for, how it is opened and replayed, and the words for its faults. RecordJoin, the story and the
// inputs ask the row of a recorder and know no recorder by name. A new source of recordings needs a
// decoder and one row in recorders.cc. Pure but for Recorder::open; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/voucher.h"
#include "tty/timed_logs.h"

namespace auweave::tty {

// Vouched: how the audit trail vouches for a recording.
enum class Vouched {
  by_pid,       // the recording names the pid of its recorder's execve (tlog)
  by_command,   // a USER_CMD has the same command line and terminal (sudo)
  by_recorder,  // an execve of the recorder names the recording's file (script, asciinema)
};

struct Recorder {
  // Value of `source` in documents. All names but sudo's are those of programs::recorder_of().
  std::string_view source;
  Vouched vouched = Vouched::by_pid;
  // What a recording of the recorder has for a voucher if its audit record is there and nothing is
  // known about the writer.
  model::Voucher voucher = model::Voucher::recorder_ran;
  // Members from most_apart_ns on serve RecordJoin and sources that are no lines, not tlog.
  std::int64_t most_apart_ns = 0;  // from audit record to the recording's beginning
  // True: a recording that names no terminal ran on none. False: the recorder's recordings never
  // name a terminal.
  bool tells_terminal = true;
  // The word without which a command line of the recorder records nothing ("rec"), if any.
  std::string_view verb = {};
  // The file that the recorder writes if its command line names no file; empty: it must name one.
  std::string_view default_file = {};
  std::string_view unvouched = {};  // why an unvouched recording is suspect

  // The option of a subcommand that takes a file of this recorder, the option's help, and the
  // function that opens the file. Opening fails with Error (usage) or Error (config).
  std::string_view option = {}, help = {};
  base::Result<TimedLogs> (*open)(const std::string& argument, bool terminal_input) = nullptr;
  // How a person plays the recording. In `replay`, {file} is the input as it was named, {before}
  // and {behind} are the input's parts around its last comma, {rec} is the recording's own name,
  // and {command} is the recorded command, not quoted.
  std::string_view replay = {};
};

[[nodiscard]] std::span<const Recorder> recorders();
// Returns the row of a source, or null if no recorder has the source.
[[nodiscard]] const Recorder* recorder_of(std::string_view source);

}  // namespace auweave::tty
