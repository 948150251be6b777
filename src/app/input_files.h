// Opens the files and journals that the subcommands read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/line_file.h"
#include "base/result.h"
#include "systemd/journal.h"

namespace auweave::app {

// Opens a file of lines; "-" is standard input. Error (config): the file cannot be opened.
base::Result<base::LineFile> open_input(const std::string& path, std::size_t longest);

// Opens the journal in the folder `place`, or the system's journal if `place` is "system". Error
// (config): the journal cannot be opened, or `place` has no readable journal file, which would look
// as if nothing had been recorded.
base::Result<systemd::Journal> open_journal(const std::string& place,
                                            const std::vector<std::string>& matches);

// Calls `take` for each line of a regular file until `take` returns false. Pipes are left alone,
// because a pipe can be read only once. An unreadable file gives no lines.
template <typename Take>
void each_line(const std::string& path, std::size_t longest, Take take) {
  if (!std::filesystem::is_regular_file(path)) return;
  auto file = open_input(path, longest);
  if (!file.ok()) return;
  while (true) {
    auto line = file->next();
    if (!line.ok() || !line->has_value()) return;
    if (!take((*line)->text)) return;
  }
}

}  // namespace auweave::app
