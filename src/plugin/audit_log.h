// AuditLog: the audit log on disk, as auditd and logrotate leave it: audit.log, and the rotated
// files audit.log.1, audit.log.2 … beside it, plain or gzip. All files of the log are opened at
// once, so that a rotation during the reading moves no lines. A value; the weaver's thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/line_file.h"

namespace auweave::plugin {

struct AuditLog {
  struct Part {
    base::LineFile file;
    // Bytes of lines in the part when the log was opened; lines written later are not read.
    std::uint64_t size = 0;
    bool from_middle = false;  // the part begins inside a line
  };
  std::vector<Part> parts;            // oldest first
  std::uint64_t bytes = 0;            // bytes of all parts
  bool cut = false;                   // older lines did not fit into `most`
  std::vector<std::string> problems;  // each file that cannot be read, with the reason

  // Gives each whole line of the log, up to where the log ended when it was opened. A file that
  // cannot be read adds an entry to `problems`.
  template <typename Give>
  void each_line(Give give) {
    each_line_while([&](const base::Line& line) {
      give(line);
      return true;
    });
  }
  // Gives the lines as each_line() does, but stops when `give` returns false.
  template <typename Give>
  void each_line_while(Give give) {
    for (Part& part : parts) {
      bool skip = part.from_middle;
      while (true) {
        auto line = part.file.next();
        if (!line.ok()) problems.push_back(line.error().message);
        // Lines from Part::size on come from auditd as records.
        if (!line.ok() || !line->has_value() || (*line)->offset >= part.size) break;
        if (std::exchange(skip, false) || !(*line)->newline) continue;
        if (!give(**line)) return;
      }
    }
  }
};

// Opens the newest `most` bytes of the log's lines. A missing log has no parts and no problem.
AuditLog open_audit_log(const std::string& path, std::uint64_t most);

}  // namespace auweave::plugin
