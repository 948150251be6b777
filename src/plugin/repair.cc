#include "plugin/repair.h"

#include <algorithm>
#include <utility>

#include "audit/line.h"
#include "plugin/audit_log.h"
#include "plugin/priming.h"

namespace auweave::plugin {

bool is_since(const base::Line& line, base::WallTime from) {
  const auto header = audit::parse_line(line.text);
  return header.ok() && header->key.time() >= from;
}

namespace {

constexpr std::uint64_t kFirstLook = 4UL << 20U;  // bytes

void give_since(AuditLog files, base::WallTime from, base::Log& log,
                const std::function<void(const base::Line&)>& give) {
  bool wanted = false;
  files.each_line([&](const base::Line& line) {
    wanted = wanted || is_since(line, from);
    if (wanted) give(line);
  });
  for (const std::string& problem : files.problems) {
    log.say(base::Log::Level::warning, problem + "; records that nobody took may be missing");
  }
}

// True if the newest `most` bytes of the log begin before `from`, or are the whole log.
bool reaches(const std::string& audit_log, std::uint64_t most, base::WallTime from) {
  AuditLog files = open_audit_log(audit_log, most);
  if (!files.cut && (files.parts.empty() || !files.parts.front().from_middle)) return true;
  bool before = false, looked = false;
  files.each_line_while([&](const base::Line& line) {
    looked = audit::parse_line(line.text).ok();
    before = looked && !is_since(line, from);
    return !looked;
  });
  return before;
}

}  // namespace

void lines_since(const std::string& audit_log, base::WallTime from, base::Log& log,
                 const std::function<void(const base::Line&)>& give) {
  give_since(open_audit_log(audit_log, PrimingSettings::kMost), from, log, give);
}

void recent_lines(const std::string& audit_log, base::WallTime from, base::Log& log,
                  const std::function<void(const base::Line&)>& give) {
  std::uint64_t most = kFirstLook;
  while (most < PrimingSettings::kMost && !reaches(audit_log, most, from)) most *= 8;
  give_since(open_audit_log(audit_log, std::min(most, PrimingSettings::kMost)), from, log, give);
}

}  // namespace auweave::plugin
