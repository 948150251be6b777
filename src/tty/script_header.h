// What script(1) of util-linux 2.35 and later writes before what it records: the first line of its log.
// And the lines of its timing, of either format (scriptreplay(1)). Pure functions.
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
  model::RecordedCommand ran;  // without `file`; its time is in whole seconds
  std::optional<int> columns, rows;
};

// `Script started on 2026-11-21 06:42:30+00:00 [COMMAND="…" TERM="…" TTY="/dev/pts/2" …]`. Errors (parse)
// say what is wrong.
base::Result<ScriptHeader> parse_script_header(std::string_view line);

// `DELAY BYTES`; or `O DELAY BYTES`, `I DELAY BYTES`, `S DELAY SIGWINCH ROWS=… COLS=…`, `H DELAY NAME VALUE`.
// `words` become what the lines H tell; input is left out where they say that it is in another file.
base::Result<TimedStep> parse_script_step(std::string_view line, TimingWords& words);

}  // namespace auweave::tty
