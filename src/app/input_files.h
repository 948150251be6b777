// Opening what `shape` and `story` are given.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/line_file.h"
#include "base/result.h"
#include "systemd/journal.h"

namespace auweave::app {

// "-": standard input. Errors (config).
base::Result<base::LineFile> open_input(const std::string& path, std::size_t longest);

// `place`: a folder, or "system". The Error (config): there is nothing to read there, which would look as
// if nobody had recorded.
base::Result<systemd::Journal> open_journal(const std::string& place,
                                            const std::vector<std::string>& matches);

// Until `take` says no. A pipe gives what it has only once, and is left alone.
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
