#include "app/repair.h"

#include <utility>

#include "app/audit_log.h"
#include "app/priming.h"
#include "audit/line.h"

namespace auweave::app {

void lines_since(const std::string& audit_log, base::WallTime from, base::Log& log,
                 const std::function<void(const base::Line&)>& give) {
  AuditLog files = open_audit_log(audit_log, PrimingSettings::kMost);
  bool wanted = false;
  for (AuditLog::Part& part : files.parts) {
    bool skip = part.from_middle;
    while (true) {
      auto line = part.file.next();
      if (!line.ok()) files.problems.push_back(line.error().message);
      if (!line.ok() || !line->has_value() || (*line)->offset >= part.size) break;
      // Its last line may still be being written: then it comes as a record.
      if (std::exchange(skip, false) || !(*line)->newline) continue;
      const auto header = audit::parse_line((*line)->text);
      if (header.ok()) wanted = header->key.time() >= from;
      if (wanted) give(**line);
    }
  }
  for (const std::string& problem : files.problems) {
    log.say(base::Log::Level::warning, problem + "; records that nobody took may be missing");
  }
}

}  // namespace auweave::app
