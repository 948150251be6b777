// Parses the files in which sudo describes a command whose input and output it logs: log.json, or
// the older `log` of three lines (sudoers(5), sudoreplay(8)). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

struct SudoHeader {
  model::RecordedCommand ran;
  std::string host;  // empty: `log` does not name the host
  std::optional<int> columns, rows;
};

// Parses log.json. The bytes of arguments that are no UTF-8 are kept, because sudo writes them as
// they are. Error (parse): the message says what is wrong with `text`.
base::Result<SudoHeader> parse_sudo_json(std::string_view text);

// Parses `log`: `TIME:USER:RUNAS:GROUP:TTY[:LINES:COLUMNS]`, the working directory, the command.
base::Result<SudoHeader> parse_sudo_lines(std::string_view text);

}  // namespace auweave::tty
