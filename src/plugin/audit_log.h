// The audit log on disk, as auditd and logrotate leave it: audit.log, and audit.log.1 … (gzip, too)
// beside it. Opened at once, so that a rotation under way moves nothing.
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
    std::uint64_t size =
        0;  // bytes of lines in it, when it was opened: what is written later is not
            // of this look
    bool from_middle = false;  // it begins inside a line
  };
  std::vector<Part> parts;            // oldest first
  std::uint64_t bytes = 0;            // of all parts
  bool cut = false;                   // older ones were left out: they are more than `most`
  std::vector<std::string> problems;  // files that cannot be read, and why

  // Whole lines, to where the log ended when it was opened. What cannot be read is a problem more.
  template <typename Give>
  void each_line(Give give) {
    each_line_while([&](const base::Line& line) {
      give(line);
      return true;
    });
  }
  // The same, as long as `give` says so.
  template <typename Give>
  void each_line_while(Give give) {
    for (Part& part : parts) {
      bool skip = part.from_middle;
      while (true) {
        auto line = part.file.next();
        if (!line.ok()) problems.push_back(line.error().message);
        // What auditd writes from now on comes as records.
        if (!line.ok() || !line->has_value() || (*line)->offset >= part.size) break;
        if (std::exchange(skip, false) || !(*line)->newline) continue;
        if (!give(**line)) return;
      }
    }
  }
};

// The newest `most` bytes. A log that is not there has no parts.
AuditLog open_audit_log(const std::string& path, std::uint64_t most);

}  // namespace auweave::plugin
