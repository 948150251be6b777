// What auditd wrote when nobody took its records: a plugin that was killed finds it in audit.log.
#pragma once

#include <functional>
#include <string>

#include "base/line_cutter.h"
#include "base/log.h"
#include "base/wall_time.h"

namespace auweave::plugin {

// It names a time, and that is not before `from`.
[[nodiscard]] bool is_since(const base::Line& line, base::WallTime from);

// Gives the lines of audit.log, and of those rotated away, that are of `from` or later, to where the log ends
// now. A line that names no time is given with those around it. What cannot be read is said.
void lines_since(const std::string& audit_log, base::WallTime from, base::Log& log,
                 const std::function<void(const base::Line&)>& give);

// The same, of a moment ago: no more of the log is read than that takes.
void recent_lines(const std::string& audit_log, base::WallTime from, base::Log& log,
                  const std::function<void(const base::Line&)>& give);

}  // namespace auweave::plugin
