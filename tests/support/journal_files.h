// Journal files without journald: entries in its export format, which systemd-journal-remote writes into
// files as they are, trusted fields and all.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/capture.h"

namespace auweave::support {

struct ExportedEntry {
  std::int64_t realtime_us = 0;
  std::string boot_id;  // dashes or not
  std::vector<std::pair<std::string, std::string>> fields;
};

// False: systemd-journal-remote is not here; kNoJournalFiles says so.
bool can_make_journals();
inline constexpr const char* kNoJournalFiles = "systemd-journal-remote is not installed";

// The export format of entries, in the order of their time.
std::string exported(std::vector<ExportedEntry> entries);
// Adds to a file, or begins it. Ends the test program when that fails.
void write_journal(const std::string& path, const std::string& entries);

// What journald would have of a capture's recordings, and of its host's sshd: who wrote them is true.
std::vector<ExportedEntry> recordings_of(const Capture& capture);
std::vector<ExportedEntry> sshd_log_of(const Capture& capture);

}  // namespace auweave::support
