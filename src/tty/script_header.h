// Parses the first line of a log of script(1) (util-linux 2.23 and later), and the lines of its
// timing in either format (scriptreplay(1)). Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/tty_chunk.h"
#include "tty/timed_step.h"

namespace auweave::tty {

struct ScriptHeader {
  model::RecordedCommand ran;  // without `file`; the time is in whole seconds
  std::optional<int> columns, rows;
};

// Parses `Script started on 2026-11-21 06:42:30+00:00 [COMMAND="…" TERM="…" TTY="/dev/pts/2" …]`.
// The words before the time are of any language. Before util-linux 2.35 there are no brackets, and
// before 2.30 the time is of any locale (script_time.h).
// Error (parse): the message says what is wrong with `line`.
base::Result<ScriptHeader> parse_script_header(std::string_view line);

// Parses `DELAY BYTES`, or `O DELAY BYTES`, `I DELAY BYTES`, `S DELAY SIGWINCH ROWS=… COLS=…`, `H
// DELAY NAME VALUE`. The values of H lines go into `words`. A step of input is left out
// (What::other) if the H lines say that input is in another file.
base::Result<TimedStep> parse_script_step(std::string_view line, TimingWords& words);

}  // namespace auweave::tty
