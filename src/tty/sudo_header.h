// What sudo writes of a command when it begins to log its input and output: log.json, or the older
// `log` of three lines (sudoers(5), sudoreplay(8)). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

struct SudoHeader {
  model::RecordedCommand ran;
  std::string host;  // empty: `log` does not tell it
  std::optional<int> columns, rows;
};

// Errors (parse) say what is wrong. sudo writes arguments that are no UTF-8 as they are: their bytes
// are kept.
base::Result<SudoHeader> parse_sudo_json(std::string_view text);

// `TIME:USER:RUNAS:GROUP:TTY[:LINES:COLUMNS]`, the working directory, the command.
base::Result<SudoHeader> parse_sudo_lines(std::string_view text);

}  // namespace auweave::tty
