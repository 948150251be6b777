#include "app/repair.h"

#include "app/audit_log.h"
#include "app/priming.h"
#include "audit/line.h"

namespace auweave::app {

bool is_since(const base::Line& line, base::WallTime from) {
  const auto header = audit::parse_line(line.text);
  return header.ok() && header->key.time() >= from;
}

void lines_since(const std::string& audit_log, base::WallTime from, base::Log& log,
                 const std::function<void(const base::Line&)>& give) {
  AuditLog files = open_audit_log(audit_log, PrimingSettings::kMost);
  bool wanted = false;
  files.each_line([&](const base::Line& line) {
    wanted = wanted || is_since(line, from);
    if (wanted) give(line);
  });
  for (const std::string& problem : files.problems) {
    log.say(base::Log::Level::warning, problem + "; records that nobody took may be missing");
  }
}

}  // namespace auweave::app
