// Repair: reads from audit.log the records that auditd wrote while no plugin took records, as after
// a kill. The weaver's thread.
#pragma once

#include <functional>
#include <string>

#include "base/line_cutter.h"
#include "base/log.h"
#include "base/wall_time.h"

namespace auweave::plugin {

// True if the line has a record's time and the time is not before `from`.
[[nodiscard]] bool is_since(const base::Line& line, base::WallTime from);

// Gives the lines of audit.log and its rotated files, from the first line whose time is not before
// `from` to the present end of the log. At most the log's newest PrimingSettings::kMost bytes are
// read. A file that cannot be read is logged.
void lines_since(const std::string& audit_log, base::WallTime from, base::Log& log,
                 const std::function<void(const base::Line&)>& give);

// Gives lines as lines_since() does, and reads less of the log if `from` is a moment ago. Tries the
// newest 4 MiB of the log first, and eight times as much at each further try, until the bytes reach
// back to `from`.
void recent_lines(const std::string& audit_log, base::WallTime from, base::Log& log,
                  const std::function<void(const base::Line&)>& give);

}  // namespace auweave::plugin
